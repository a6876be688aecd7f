//! Mistakes in `[review]`.

use super::world::review_refuses;

#[test]
fn each_is_named_with_its_line() {
    review_refuses(&[
        (
            "[review]\norganisation = \"Tidewater Labs\"\n",
            "[review] # here\n",
            "`[review]` has no `organisation`; write for example `organisation = \"Tidewater Labs\"`",
        ),
        (
            "title = \"Internal access audit\"",
            "title = \"  \" # here",
            "`title` has an empty text",
        ),
        (
            "period = \"2021 Q3\"",
            "period = 2021 # here",
            "`period` is the number `2021`, expected text in quotes, for example `period = \"2021 Q3\"`",
        ),
        (
            "date = 2021-10-06",
            "date = \"06/10/2021\" # here",
            "`date` is the text `06/10/2021`, expected a date as year-month-day without quotes, for example \
             `date = 2021-10-06`",
        ),
        (
            "date = 2021-10-06",
            "date = 2021-10-06T10:00:00Z # here",
            "expected a date as year-month-day without quotes",
        ),
        (
            "[review]\norganisation = \"Tidewater Labs\"\ntitle = \"Internal access audit\"\ndate = 2021-10-06\n",
            "[review] # here\norganisation = \"Tidewater Labs\"\ntitle = \"Internal access audit\"\n",
            "`[review]` has no `date`; write for example `date = 2021-10-06`",
        ),
        (
            "language = \"en-GB\"",
            "language = \"British English\" # here",
            "`language` is `British English`, expected a language tag such as `en-GB`",
        ),
        (
            "language = \"en-GB\"",
            "langauge = \"en-GB\" # here",
            "unknown key `langauge` in `[review]`, expected `organisation`, `title`, `date`, `zone`, `period`, `language`, \
             `page-resources`, `retain-years` or `document-rows`; did you mean `language`?",
        ),
        (
            "[review]",
            "[activitys] # here\n[review]",
            "unknown key `activitys` in `review.toml`, expected `review`, `style`, `limits`, `check`, `system`, `roster`, `activity`, `inventory`, `put-right` or `procedure`; did you mean \
             `activity`?",
        ),
    ]);
}
