"""What the workload is called: the words that the generator writes and that the peers must print."""

AUDIT_DATE = "2021-10-06"
CATEGORY = "Company Systems"
ACTIVITY = "Systems of All Departments"
LABEL = "Repository"
FORMER = "Former Member"
UNKNOWN = "Unidentified Account"

# In print order.
LEVELS = ["Admin", "Write", "Read", "Triage"]
ROLES = [
    "DevOps Engineer",
    "Infrastructure Engineer",
    "Software Developer",
    "Test Engineer",
    "Support Agent",
    "Product Owner",
    "Technical Account",
    "Data Analyst",
]

COUNTS = ["category", "activity", "system", "resource", "level", "role", "people", "contractors"]
BREACHES = ["system", "email", "resource", "permission", "finding"]


def system_id(number: int) -> str:
    """The id of a system, which is also the name of its export."""
    return f"system{number:02d}"


def system_name(number: int) -> str:
    """What the page calls it."""
    return f"System {number:02d}"


def resource_name(number: int) -> str:
    """The real name of a resource; the page calls it by `LABEL` and its number, from 1."""
    return f"repository-{number:05d}"


def is_allowed(role: int, system: int, level: int) -> bool:
    """The policy: one cell in eight is denied."""
    return (role + system + level) % 8 != 0
