import Handout
import Testing

@Suite struct ManualPageTests {
  @Test func `a page is a title line, its name, and sections`() {
    var page = ManualPage(name: "x", version: "x 1", date: "2026-01-02", abstract: "shows x")
    page.section("Synopsis")
    page.synopsis("x", ["FILE ...", "[--at moment]"])
    page.section("Options")
    page.entry("--at", value: "moment", "Where.")
    page.paragraph("A.\n\nB.")
    page.literal(["x a  b"])
    #expect(
      page.text == #"""
        .TH "X" 1 "2026-01-02" "x 1" "User Commands"
        .SH "NAME"
        x \- shows x
        .SH "SYNOPSIS"
        \fBx\fR
        \&FILE\ ...
        \&[\-\-at\ moment]
        .SH "OPTIONS"
        .TP
        \fB\-\-at\fR \fImoment\fR
        Where.
        .PP
        A.
        .PP
        B.
        .PP
        .nf
        .RS 4
        x a  b
        .RE
        .fi

        """#)
  }

  @Test func `no words are taken for requests, and the page is ASCII`() {
    var page = ManualPage(name: "x", version: "1", date: "d", abstract: "a")
    let start = page.text.utf8.count
    page.paragraph(".so /etc/passwd\n'x' \\fB ^ ~ ` … ▴\u{1B}")
    let words = String(page.text.utf8.dropFirst(start))!
    #expect(
      words == #"""
        \&.so /etc/passwd
        \&\(aqx\(aq \efB \(ha \(ti \(ga \[u2026] \[u25B4]?

        """#)
  }
}
