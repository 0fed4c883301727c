"""The lasting commands of moderation, each with its service and its forms."""

from rooms.command import CommandSpec
from rooms.moderation import (
    announcing,
    appealing,
    approving,
    barring,
    clearing,
    limiting,
    listing,
    merging,
    reporting,
)

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(approving.ApprovePost, approving.approve_post, {"messages/publier": {}}),
    CommandSpec(approving.RefusePost, approving.refuse_post, {"messages/ecarter": {}}),
    CommandSpec(approving.ReopenPost, approving.reopen_post, {"messages/reprendre": {}}),
    CommandSpec(approving.HoldPost, approving.hold_post, {"messages/retenir": {}}),
    CommandSpec(approving.ApproveComment, approving.approve_comment, {"reponses/publier": {}}),
    CommandSpec(approving.RefuseComment, approving.refuse_comment, {"reponses/ecarter": {}}),
    CommandSpec(approving.ReopenComment, approving.reopen_comment, {"reponses/reprendre": {}}),
    CommandSpec(approving.HoldComment, approving.hold_comment, {"reponses/retenir": {}}),
    CommandSpec(approving.HoldRoom, approving.hold_room, {"relecture/changer": {}}),
    CommandSpec(limiting.SlowRoom, limiting.slow_room, {"relecture/ralentir": {}}),
    CommandSpec(
        barring.BarPerson,
        barring.bar,
        {"personnes/exclure": {"on": True}, "personnes/rouvrir": {"on": False}},
        locks_another_room=True,
    ),
    CommandSpec(merging.MergePeople, merging.merge, locks_another_room=True),
    CommandSpec(clearing.ClearPerson, clearing.clear_person, {"personnes/masquer-tout": {}}),
    CommandSpec(clearing.ClearCode, clearing.clear_code, {"vagues/masquer": {}}),
    CommandSpec(clearing.BringBack, clearing.bring_back, {"vagues/rendre": {}}),
    CommandSpec(listing.SetWords, listing.set_words, {"maison/mots": {}}),
    CommandSpec(
        approving.HoldPerson,
        approving.hold_person,
        {"personnes/relire": {"on": True}, "personnes/liberer": {"on": False}},
    ),
    CommandSpec(reporting.ReportPost, reporting.report_post, {"messages/signaler": {}}),
    CommandSpec(reporting.ReportComment, reporting.report_comment, {"reponses/signaler": {}}),
    CommandSpec(reporting.LeavePost, reporting.leave_post, {"messages/laisser": {}}),
    CommandSpec(reporting.LeaveComment, reporting.leave_comment, {"reponses/laisser": {}}),
    CommandSpec(reporting.SeeReport, reporting.see, {"signalements/vu": {}}),
    CommandSpec(announcing.Announce, announcing.announce),
    CommandSpec(announcing.TakeBackAnnouncement, announcing.take_back, {"annonces/reprendre": {}}),
    CommandSpec(announcing.SeeAnnouncement, announcing.see, {"annonces/vu": {}}),
    CommandSpec(appealing.AskAgain, appealing.ask_again, {"decisions/revoir": {}}),
    CommandSpec(appealing.Uphold, appealing.uphold, {"decisions/confirmer": {}}),
    CommandSpec(appealing.SeeDecision, appealing.see, {"decisions/vu": {}}),
)
