//! What the names and attributes of elements say.

/// An element as its start tag has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// In small letters.
    pub(super) name: String,
    /// Attributes that tell something here, their names in small letters.
    attributes: Vec<(&'static str, String)>,
    /// Its index among the elements around it; its own for the page itself.
    pub(super) parent: usize,
    /// Where its start tag stands in the source.
    pub(super) at: usize,
    /// The nodes inside.
    pub(super) first: usize,
    pub(super) after: usize,
}

/// The attributes that are kept.
const ATTRIBUTES: [&str; 9] = ["role", "style", "hidden", "type", "start", "value", "name", "content", "aria-hidden"];

/// Elements without an end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that a line ends before and after.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
];
/// Elements that hold no text of an article.
const DROPPED: [&str; 24] = [
    "aside", "button", "canvas", "datalist", "footer", "head", "iframe", "input", "label", "map", "marquee", "math",
    "nav", "noframes", "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea",
    "title",
];
/// Roles of elements that hold no text of an article.
const DROPPED_ROLES: [&str; 11] = [
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
    "menu",
    "menubar",
    "toolbar",
    "dialog",
    "alert",
    "button",
];

impl Element {
    pub(super) fn new(name: String, parent: usize, at: usize) -> Self {
        Self { name, parent, at, ..Self::default() }
    }

    /// Keeps an attribute if it tells something; the first of a name counts.
    pub(super) fn attribute(&mut self, name: &[u8], value: &[u8]) {
        let known = ATTRIBUTES.iter().find(|known| name.eq_ignore_ascii_case(known.as_bytes()));
        if let Some(known) = known.filter(|known| self.get(known).is_none()) {
            self.attributes.push((known, String::from_utf8_lossy(&value[..value.len().min(1000)]).into_owned()));
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }

    /// A part of its style, in small letters without spaces.
    pub(super) fn style_has(&self, part: &str) -> bool {
        self.get("style").is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains(part))
    }

    pub(super) fn is_void(&self) -> bool {
        VOID.contains(&self.name.as_str())
    }

    pub(super) fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
    }

    /// The depth of a heading.
    pub(super) fn heading(&self) -> Option<u8> {
        match self.name.as_bytes() {
            [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
            _ => None,
        }
    }

    /// Whether it is dropped whatever it holds: by its name, its role, or because it does not show.
    pub(super) fn is_dropped(&self) -> bool {
        DROPPED.contains(&self.name.as_str())
            || self.get("role").is_some_and(|role| DROPPED_ROLES.contains(&role.to_ascii_lowercase().as_str()))
            || self.get("hidden").is_some()
            || self.get("aria-hidden") == Some("true")
            || self.style_has("display:none")
            || self.style_has("visibility:hidden")
    }

    /// The elements that the start tag of this one closes, and those beyond which it closes none.
    pub(super) fn closes(&self) -> (&'static [&'static str], &'static [&'static str]) {
        match self.name.as_str() {
            "li" => (&["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
            "option" => (&["option"], &["select"]),
            _ if self.is_block() => {
                (&["p"], &["div", "td", "th", "li", "table", "section", "article", "body", "button"])
            }
            _ => (&[], &[]),
        }
    }
}
