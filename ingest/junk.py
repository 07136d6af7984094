"""Names that are of no interest to anybody: locks, half downloads, backups of editors, what systems and NAS boxes keep.

The scan leaves them out and the watcher does not look up for them. A name is here only if no document has it.
"""

from __future__ import annotations

import re

_NAMES = re.compile(
    "|".join(
        (
            r"~\$.*|\.~lock\..*#|~wr[a-z]\d+\..*",  # office programs: locks and what a save leaves for a moment
            r"\..+\.sw[a-p]x?|4913|.+~|\.?#.*#|\.#.*|\.goutputstream-.*|.*\.sb-[0-9a-f]{8}-\w{6}",  # editors
            r".*\.(?:tmp|part|partial|filepart|crdownload|opdownload|!sync)",  # half written
            r"\.nfs[0-9a-f]{8,}|\.fuse_hidden[0-9a-f]+|\.smbdelete.*",  # removed, but still open somewhere
            r"@eadir|#recycle|#snapshot|@recycle|@recently-snapshot|\.@__thumb|@__thumb|@tmp",  # NAS boxes
            r"\$recycle\.bin|system volume information|lost\+found|thumbs\.db|ehthumbs\.db|desktop\.ini",
            r"__macosx|\._.*|\.ds_store|\.appledouble|\.spotlight-v100|\.fseventsd|\.temporaryitems",
            r"\.trash(?:es|-\d+)?|\.snapshots?|~snapshot|\.zfs",
            r"\.stfolder.*|\.stversions|\.stignore|\.syncthing\..*|~syncthing~.*|\.sync",  # tools that sync
            r"\.dropbox(?:\..*)?|\.owncloudsync.*|\.nextcloudsync.*|\._?sync_[0-9a-f]+\.db.*|\.sync_journal.*",
            r"\.git|\.svn|\.hg",
        )
    ),
    re.DOTALL | re.IGNORECASE,
)


def is_junk(name: str) -> bool:
    """Whether a file or folder of this name is of no interest to anybody."""
    return _NAMES.fullmatch(name) is not None
