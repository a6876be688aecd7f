"""The formats of the main example as their systems give them, read once more and by other means, for recount.py.

Every reader takes the file as it is and adds to the system: accounts, grants, groups with their members, notebooks. It
gives (total, used, set aside, rejected) rows; what a row is stands beside each reader.
"""

import io
import json
import re
import zipfile

import tables

# What a format calls its levels, in the words that stand for them in review.toml.
MEANING = {
    "manage": "admin", "m": "admin", "w": "write", "d": "write", "r": "read",
    "uid 0": "root", "sudo": "root", "all": "root", "docker": "root", "shell": "user", "ssh-key": "user",
}
BUILT_IN = {"root", "daemon", "sshd", "ubuntu", "nobody"}


def read(system, export, path):
    """Reads one file; which kind it is, its content says."""
    data = path.read_bytes()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            (name,) = archive.namelist()
            data = archive.read(name)
    text = data.decode("utf-8-sig")
    if text.lstrip().startswith(("{", "[")):
        return tree(system, json.loads(text))
    head = text.splitlines()[0]
    if head.startswith("Username ") and "Latest" in head:
        return last_logins(text)
    if re.fullmatch(r"[^:]*(:[^:]*){6}", head):
        return passwd(system, text)
    if re.fullmatch(r"[^:]*(:[^:]*){3}", head):
        return groups_of_host(system, text)
    return table(system, export, tables.csv_rows(text, ","))


def level_of(system, spelling):
    """The level that a spelling means, by review.toml first."""
    word = spelling.lower()
    return system.spelled.get(word) or system.spelled.get(MEANING.get(word, ""))


def grant(system, login, resource, spelling, group=False):
    if not login.strip() or not spelling.strip():
        raise ValueError("nobody or no level")
    if resource is not None:
        system.resource(resource)
    if group:
        system.group_grants.append((login, resource, level_of(system, spelling), spelling))
    else:
        system.grants.append((system.account(login), resource, level_of(system, spelling), spelling))


def member(system, group, login):
    system.account(login)
    system.members.setdefault(group, []).append(login)


def contradicts(account, status):
    """Whether an earlier row says something else, which then stands."""
    account.status = account.status or status
    return status is not None and account.status != status


# --- tables: a row is a line below the header --------------------------------------------------------------------

def table(system, export, rows):
    kinds = {"PermissionSet": permission_set, "password_enabled": credential, "runusers": sudo_rule,
             "Encrypted": notebook, "MalwareProtectionEnabled": antivirus}
    (_, header), *rows = rows
    read_row = next(reader for column, reader in kinds.items() if column in header)
    used, rejected = 0, 0
    for _, cells in rows:
        row = dict(zip(header, cells))
        if not any(cell.strip() for cell in cells) or cells == header:
            continue
        if len(cells) != len(header):
            rejected += 1
            continue
        if any(row[rule["column"]] in rule["values"] for rule in export.get("set-aside", [])):
            continue
        try:
            used += read_row(system, row)
        except ValueError:
            rejected += 1
    return len(rows), used, len(rows) - used - rejected, rejected


def permission_set(system, row):
    grant(system, row["UserName"], None, row["PermissionSet"])
    return True


def credential(system, row):
    active = "true" in (row["password_enabled"], row["access_key_1_active"], row["access_key_2_active"])
    if row["user"] == "<root_account>" and not active:
        return False
    if not row["user"].strip():
        raise ValueError("nobody")
    account = system.account(row["user"])
    mfa = {"true": True, "false": False}.get(row["mfa_active"])
    other = None not in (account.mfa, mfa) and account.mfa != mfa
    account.mfa = mfa if account.mfa is None else account.mfa
    if contradicts(account, "active" if active else "disabled") or other:
        raise ValueError("contradicts an earlier row")
    return True


def sudo_rule(system, row):
    who = row["user"]
    if who in BUILT_IN:
        return False
    grant(system, who.removeprefix("%"), None, row["command"], group=who.startswith("%"))
    return True


def notebook(system, row):
    device = system.notebook(row["Device ID"])
    device["login"], device["encrypted"] = row["Primary user UPN"], row["Encrypted"] == "True"
    system.account(row["Primary user UPN"])
    return True


def antivirus(system, row):
    device = system.notebook(row["DeviceId"])
    device["protected"] = (row["MalwareProtectionEnabled"] == row["RealTimeProtectionEnabled"] == "True"
                           and row["SignatureUpdateOverdue"] == "False")
    return True


# --- hosts: a row is a line --------------------------------------------------------------------------------------

def passwd(system, text):
    lines = [line.split(":") for line in text.splitlines()]
    aside = 0
    for name, _, uid, _, _, _, shell in lines:
        if name in BUILT_IN:
            aside += 1
            continue
        account = system.account(name)
        if shell.endswith(("nologin", "false")):
            account.status = "disabled"
        else:
            grant(system, name, None, "shell")
        if uid == "0":
            grant(system, name, None, "uid 0")
    return len(lines), len(lines) - aside, aside, 0


def groups_of_host(system, text):
    lines = [line.split(":") for line in text.splitlines()]
    for name, _, _, members in lines:
        for login in filter(None, members.split(",")):
            if login not in BUILT_IN:
                member(system, name, login)
        if name in ("sudo", "wheel", "admin", "root"):
            grant(system, name, None, "sudo", group=True)
    return len(lines), len(lines), 0, 0


def last_logins(text):
    lines = text.splitlines()[1:]  # the header is no row
    aside = sum(line.split()[0] in BUILT_IN for line in lines)
    return len(lines), len(lines) - aside, aside, 0


# --- trees: a row is an element of the lists named here ----------------------------------------------------------

def tree(system, document):
    if isinstance(document, dict) and "UserDetailList" in document:
        return authorization_details(system, document)
    if isinstance(document, dict) and "included" in document:
        return datadog(system, document)
    pages = document if isinstance(document, list) else [document]
    if "principals" in pages[0]:
        return permission_targets(system, pages)
    if "userNames" in pages[0]:
        for group in pages:
            system.members.setdefault(group["name"], [])
            for login in group["userNames"]:
                member(system, group["name"], login)
        return len(pages), len(pages), 0, 0
    if "profileUpdatable" in pages[0]:
        for user in pages:
            system.account(user["name"])
            for group in user["groups"]:
                member(system, group, user["name"])
        return len(pages), len(pages), 0, 0
    if "members" in pages[0]:
        for group in pages:
            system.members.setdefault(group["slug"], [])
            for person in group["members"]:
                member(system, group["slug"], person["account_id"])
        return len(pages), len(pages), 0, 0
    values = [value for page in pages for value in page["values"]]
    for value in values:
        kind = value["type"]
        if kind == "workspace_membership":
            system.account(value["user"]["account_id"])
            continue
        repository = re.search(r"/repositories/([^/]+/[^/]+)/", value["links"]["self"]["href"])[1]
        if kind == "repository_user_permission":
            grant(system, value["user"]["account_id"], repository, value["permission"])
        else:
            grant(system, value["group"]["slug"], repository, value["permission"], group=True)
    return len(values), len(values), 0, 0


def permission_targets(system, targets):
    for target in targets:
        for repository in target["repositories"]:
            system.resource(repository)
            for kind, group in (("users", False), ("groups", True)):
                for who, letters in target["principals"][kind].items():
                    for letter in letters:
                        grant(system, who, repository, letter, group=group)
    return len(targets), len(targets), 0, 0


def called(policy):
    """Its name; one of the account's own is told from one of AWS."""
    own = not policy["PolicyArn"].startswith("arn:aws:iam::aws:policy/")
    return ("own:" if own else "") + policy["PolicyName"]


def authorization_details(system, document):
    aside = 0
    for user in document["UserDetailList"]:
        system.account(user["UserName"])
        for policy in user["AttachedManagedPolicies"]:
            grant(system, user["UserName"], None, called(policy))
        for group in user["GroupList"]:
            member(system, group, user["UserName"])
    for group in document["GroupDetailList"]:
        for policy in group["AttachedManagedPolicies"]:
            grant(system, group["GroupName"], None, called(policy), group=True)
    for role in document["RoleDetailList"]:
        assert role["Path"].startswith("/aws-service-role/"), "the example has no other roles"
        aside += 1
    total = sum(len(document[kind]) for kind in ("UserDetailList", "GroupDetailList", "RoleDetailList"))
    return total, total - aside, aside, 0


def datadog(system, document):
    names = {role["id"]: role["attributes"]["name"] for role in document["included"]}
    rejected = 0
    for user in document["data"]:
        said = user["attributes"]
        # what such a row says besides counts all the same
        rejected += contradicts(system.account(said["email"]), "disabled" if said["disabled"] else said["status"].lower())
        for role in user["relationships"]["roles"]["data"]:
            grant(system, said["email"], None, names[role["id"]])
    total = len(document["data"])
    return total, total - rejected, 0, rejected
