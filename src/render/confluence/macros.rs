//! Macros of Confluence.

use crate::render::xml::Xml;

/// Writes a macro with its parameters and what `inner` writes behind them.
pub(super) fn structured(xml: &mut Xml, name: &str, parameters: &[(&str, &str)], inner: impl FnOnce(&mut Xml)) {
    xml.element("ac:structured-macro", &[("ac:name", name)], |xml| {
        for (name, value) in parameters {
            xml.element("ac:parameter", &[("ac:name", name)], |xml| xml.text(value));
        }
        inner(xml);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_stand_before_what_a_macro_holds() {
        let mut xml = Xml::default();
        structured(&mut xml, "toc", &[("minLevel", "1")], |xml| xml.text("a & b"));
        assert_eq!(
            xml.finish(),
            "<ac:structured-macro ac:name=\"toc\"><ac:parameter ac:name=\"minLevel\">1</ac:parameter>a &amp; b\
             </ac:structured-macro>"
        );
    }
}
