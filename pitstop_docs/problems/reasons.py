"""Why the system refuses a file, in plain words.

Enters: an error of the system, which speaks English. Leaves: its reason in the language of the messages."""

import errno

from pitstop_docs.problems.messages import N_, _

_REASONS = {
    errno.EACCES: N_("permission is missing"),
    errno.EPERM: N_("permission is missing"),
    errno.EROFS: N_("this disk can only be read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("your share of the disk is full"),
    errno.EFBIG: N_("the file is too large for this disk"),
    errno.EIO: N_("the disk does not answer as it should"),
    errno.ENXIO: N_("the disk does not answer as it should"),
    errno.ENODEV: N_("the disk is not there any more"),
    errno.ESTALE: N_("the network's disk is not there any more"),
    errno.ETIMEDOUT: N_("the network does not answer"),
    errno.EBUSY: N_("another program is using it"),
    errno.ETXTBSY: N_("another program is using it"),
    errno.ENOENT: N_("it, or the folder that it is in, is not there"),
    errno.EEXIST: N_("something of this name is there"),
    errno.ENOTDIR: N_("where a folder should be there is a file"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.ELOOP: N_("its links lead in a circle"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
    errno.ENOMEM: N_("there is not enough memory"),
    errno.ENOEXEC: N_("it is no program for this computer"),
}


def reason_of(error: OSError) -> str:
    """Return why the system refused; in its own words where there are no others."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error) or type(error).__name__
