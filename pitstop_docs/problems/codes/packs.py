"""What is wrong with campaigns, and with packs that were made."""

from pitstop_docs.problems.codes.row import Group, Problem, Severity
from pitstop_docs.problems.messages import N_

PACKS = Group(
    N_("Campaigns and packs"),
    (
        Problem(
            "draft-in-pack",
            Severity.ERROR,
            N_("what nobody has reviewed cannot leave the house"),
            N_(
                "have it reviewed (status: reviewed), choose other sources, or write 'allow_drafts: true': "
                "then every file says that it is a draft"
            ),
            N_("a campaign sends a source that is still a draft"),
        ),
        Problem(
            "no-pec",
            Severity.WARNING,
            N_("a municipality has no PEC address, and gets no message"),
            N_("add its address to the list of municipalities, or send the pack by other means"),
            N_("messages were asked for, and a municipality of the list has no address"),
        ),
        Problem(
            "no-recipients",
            Severity.ERROR,
            N_("the campaign is for no municipality"),
            N_("all that 'to' says must hold for the same municipality: ask for less"),
            N_("a campaign is for municipalities of more inhabitants than any of the list has"),
        ),
        Problem(
            "pack-added",
            Severity.WARNING,
            N_("the pack holds a file that was not in it"),
            N_("it is nobody's here: open it only if you know who put it there"),
            N_("somebody put a file into the folder of a pack"),
        ),
        Problem(
            "pack-changed",
            Severity.ERROR,
            N_("a file of the pack is not the one that was sent"),
            N_("take the file from the pack that was sent; what was changed is somebody else's"),
            N_("somebody wrote into a Word file of the pack"),
        ),
        Problem(
            "pack-failed",
            Severity.ERROR,
            N_("the pack for a municipality cannot be made"),
            N_("do what the message says, and begin again: what is made is not made again"),
            N_("the letterhead of a municipality is protected with a password"),
        ),
        Problem(
            "pack-lacks",
            Severity.ERROR,
            N_("a file of the pack is missing"),
            N_("take the whole pack again, as it was sent"),
            N_("a file was taken out of the folder of a pack"),
        ),
        Problem(
            "pack-older",
            Severity.WARNING,
            N_("there is a newer version of what the pack holds"),
            N_("make the pack again: pitstop pack"),
            N_("a source was changed after its pack was made"),
        ),
        Problem(
            "pack-unknown",
            Severity.WARNING,
            N_("the register of this project does not know this pack"),
            N_("it was made elsewhere, or by somebody else: compare it with the one that was sent"),
            N_("the register of packs was deleted"),
        ),
        Problem(
            "pack-unreadable",
            Severity.ERROR,
            N_("this is no pack that can be read"),
            N_("a pack is a folder or a zip with SHA256SUMS in it"),
            N_("the list of digests was deleted from the folder of a pack"),
        ),
        Problem(
            "unknown-choice",
            Severity.ERROR,
            N_("the campaign names what is not there"),
            N_("write it as it stands in the sources, the editions or the list of municipalities"),
            N_("a campaign sends a source whose id is misspelt"),
        ),
    ),
    N_(
        "`pitstop check` and `pitstop pack` say what is wrong with a campaign; `pitstop verify-pack` what is "
        "wrong with a pack that comes back. In a pack, line and column do not count."
    ),
)
