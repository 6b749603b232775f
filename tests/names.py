"""Names of files that try to be something else (A12): sixty of them, as a sender may write them."""

NAMES = (
    # out of the folder
    "../up.md", "../../up.md", "a/../../up.md", "..\\up.md", "..\\..\\up.md", "/etc/up.md",
    "//host/share/up.md", "\\\\host\\share\\up.md", "C:\\work\\up.md", "C:up.md", "~/up.md",
    "~root.md", "file:///etc/up.md", "%2e%2e%2fup.md", "..%2fup.md", "....//up.md", "..", ".",
    "", "/", "name.md/", "$HOME.md", "`id`.md", "$(id).md", "-rf.md", "|id.md",
    # hidden, or another than it seems
    ".up.md", "...md", " .md", ".md", "gpj\u202eexe.md", "\u2066x\u2069.md",
    "\u200b\ufeff\u00ad.md",
    "a\u200f.md", "txt\u202e.exe.md", "half\ud83d.md", "bad\udcff.md",
    # controls
    "a\x00b.md", "a.md\x00.txt", "a\nb.md", "a\nerror: forged.md", "a\rb.md", "tab\there.md",
    "a\x1b[31mred.md", "a\x1b]0;title\x07.md", "a\x7f.md", "a\u2028b.md",
    # too long, or taken
    "x" * 300 + ".md", "é" * 200 + ".md", "🦊" * 100 + ".md", "x." * 150 + "md", "con.md", "NUL.md",
    "aux.txt.md", "README.md",
    # markup
    "<img src=x onerror=alert(1)>.md", '"><script>alert(1)<!--.md', "[a](javascript:alert(1)).md",
    "{{7*7}}${7*7}.md", "&lt;b&gt;'\".md",
)  # fmt: skip
