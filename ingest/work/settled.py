"""Makes a process ready to be forked when it is imported, after all that its children are to share.

What was read and thrown away while tables were built leaves free blocks behind. Children would put their own work
there, each into its own copy of the page, and the parent would keep the first copy for nobody.
"""

from __future__ import annotations

import gc

from index.freed import give_back

gc.collect()
gc.freeze()
give_back()
