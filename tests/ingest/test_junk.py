"""Names that no scan takes, and documents that look a little like them."""

import pytest

from ingest.junk import is_junk


@pytest.mark.parametrize(
    "name",
    [
        *(
            "~$report.docx",
            "~WRD0001.tmp",
            "~WRL2345.tmp",
            "~wrd0000.doc",
            ".~lock.report.odt#",
            "lu12ab.tmp",
        ),
        *(
            "4913",
            ".report.md.swp",
            ".report.md.swo",
            "report.md~",
            "#report.md#",
            ".#report.md",
            ".goutputstream-A1B2C3",
        ),
        *(
            "notes.txt.sb-1a2b3c4d-XyZ123",
            "big.pdf.part",
            "big.pdf.crdownload",
            "big.pdf.filepart",
            "big.pdf.!sync",
        ),
        *(
            "@eaDir",
            "#recycle",
            "#snapshot",
            ".@__thumb",
            "@Recycle",
            "@Recently-Snapshot",
            "~snapshot",
            ".snapshot",
        ),
        *(
            "$RECYCLE.BIN",
            "System Volume Information",
            "lost+found",
            "Thumbs.db",
            "desktop.ini",
            ".Trash-1000",
        ),
        *(
            "__MACOSX",
            "._report.docx",
            ".DS_Store",
            ".AppleDouble",
            ".nfs00000000028a1c3f00000001",
            ".smbdeleteAAA12",
        ),
        *(
            ".stfolder",
            ".stversions",
            ".stignore",
            ".syncthing.report.docx.tmp",
            "~syncthing~report.docx.tmp",
            ".sync",
        ),
        *(
            ".dropbox.cache",
            ".dropbox",
            ".owncloudsync.log",
            "._sync_1a2b3c.db",
            ".sync_1a2b.db-wal",
            ".git",
            ".svn",
        ),
    ],
)
def test_junk(name):
    assert is_junk(name)
    assert is_junk(name.upper())


@pytest.mark.parametrize(
    "name",
    [
        *(
            "report.docx",
            "REPORT~1.DOC",
            "~report.docx",
            "~.md",
            "4913.md",
            "4914",
            "# read me.md",
            "C#.md",
            "#1.md",
        ),
        *(
            "swap.swp.md",
            "part.pdf",
            "chapter.part.md",
            "tmp.md",
            "tmp",
            "recycle",
            "Recycle.docx",
            "@home.md",
            "sync",
        ),
        *(
            "Dropbox",
            "dropbox.cache.md",
            "lost+found.md",
            "git",
            ".gitlab.md",
            ".well-known",
            "snapshot",
            "desktop.md",
        ),
        *(
            "Заметка.md",
            "Отчёт ~ черновик.docx",
            "sb-1a2b3c4d.txt",
            "$price.xlsx",
            "Thumbs.md",
            "download.partial.md",
        ),
    ],
)
def test_documents_are_not(name):
    assert not is_junk(name)
