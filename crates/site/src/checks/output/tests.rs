use super::scan::scan;

#[test]
fn a_page_is_read_in_one_pass() {
    let html = "<!doctype html><html><head><title> A </title><meta name=\"description\" content=\"what\">\
        <link rel=icon href=x.svg></head><body id='top'><!-- <h5 id=\"no\"> --><h1>a</h1>\
        <svg><title>b</title></svg><img src=\"a>b.png\" alt=\"\"><script>if (a<b) { \"<h6>\" }</script>\
        <h2 class=\"x\" id=\"two\">c</h2><a href=\"#two\">d</a><form action=\"s.html\"></form><hr></body></html>";
    let found = scan(html);
    assert_eq!((found.title, found.description), (" A ", "what"));
    assert_eq!(found.headings, [1, 2]);
    assert_eq!(found.ids, ["top", "two"]);
    assert_eq!(found.links, ["x.svg", "a>b.png", "#two", "s.html"]);
}

#[test]
fn what_breaks_off_is_read_as_far_as_it_goes() {
    for html in ["<", "<a", "<a href", "<a href=", "<a href=\"x", "<!--", "<script>", "<a =x>", "<é id=\"名"]
    {
        let _ = scan(html);
    }
    assert_eq!(scan("<a href=\"x\" =y id=\"z\">").ids, ["z"]);
}
