#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/history/change_log.h"
#include "services/engagement/app/course_testing.h"

// Tracks, phases, gates and action items: success, each documented error.
namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(CourseTest, ATrackCopiesThePhasesOnce) {
  ASSERT_EQ(MakeTrack(), kOk) << status_;
  ASSERT_EQ(MakeTrack(), kOk) << "the same again";
  v1alpha::ListPhasesRequest q;
  q.set_parent(kTrack);
  v1alpha::ListPhasesResponse page;
  ASSERT_EQ(Run(q, &page), kOk) << status_;
  ASSERT_EQ(page.phases_size(), 2);
  EXPECT_EQ(page.phases(0).name(), kFirst);
  EXPECT_EQ(page.phases(0).etag(), "1");
  q.set_parent("programmes/viv/engagements/eins/tracks/-");
  q.set_order_by("position desc");
  ASSERT_EQ(Run(q, &page), kOk) << status_;
  EXPECT_EQ(page.phases(0).name(), kSecond);
  v1alpha::CreateTrackRequest foreign;
  foreign.set_parent(kEngagement);
  foreign.set_track_id("fremd");
  *foreign.mutable_track()->mutable_title() = engagement_.title();
  foreign.mutable_track()->add_org_units("administrations/musterstadt/orgUnits/none");
  EXPECT_EQ(Run(foreign, &track_), kInvalid);
}

TEST_F(CourseTest, AGateIsPassedWithWhatIsMandatory) {
  ASSERT_EQ(MakeTrack(), kOk);
  EXPECT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_PREPARE), kOrder);
  BringIntoGate(kFirst);
  EXPECT_EQ(Decide(Decide(kFirst, v1alpha::GateVerdict::VERDICT_PASSED)), kBlocked);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("(and 1 more)"));
  v1alpha::CheckGateRequest check;
  check.set_name(kFirst);
  v1alpha::CheckGateResponse missing;
  ASSERT_EQ(Read(&CheckGate, check, &missing), kOk);
  EXPECT_FALSE(missing.passable());
  EXPECT_EQ(missing.missing_size(), 4) << "baselines hold: there are no indicators";

  auto with = Decide(kFirst, v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  with.mutable_conditions(0)->set_responsible_unit("administrations/andere/orgUnits/x");
  EXPECT_EQ(Decide(with), kInvalid);
  with.mutable_conditions(0)->clear_responsible_unit();
  ASSERT_EQ(Decide(with), kOk) << status_;
  EXPECT_EQ(phase_.state(), v1alpha::Phase::STATE_COMPLETED);
  const std::string item = "programmes/viv/engagements/eins/actionItems/ausgangswert";
  EXPECT_THAT(phase_.verdicts(0).conditions(), ElementsAre(item));
  EXPECT_EQ(Get<v1alpha::ActionItem>(item.c_str()).phase(), kFirst);
  EXPECT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_PREPARE), kOk) << status_;
  v1alpha::UpdatePhaseRequest update;
  *update.mutable_phase() = phase_;
  update.mutable_phase()->set_name(kFirst);
  *update.mutable_phase() = Get<v1alpha::Phase>(kFirst);
  update.mutable_phase()->set_position(7);
  EXPECT_EQ(Run(update, &phase_), kFinal);
}

TEST_F(CourseTest, AConditionWhoseIdIsTakenLeavesTheGateAsItWas) {
  ASSERT_EQ(MakeTrack(), kOk);
  v1alpha::CreateActionItemRequest q;
  q.set_parent(kEngagement);
  q.set_action_item_id("ausgangswert");
  *q.mutable_action_item()->mutable_title() = engagement_.title();
  *q.mutable_action_item()->mutable_due_date() = engagement_.start_date();
  v1alpha::ActionItem item;
  ASSERT_EQ(Run(q, &item), kOk) << status_;
  BringIntoGate(kFirst);
  const auto with = Decide(kFirst, v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  EXPECT_EQ(Decide(with), kExists);
  EXPECT_EQ(Get<v1alpha::Phase>(kFirst).state(), v1alpha::Phase::STATE_IN_GATE);
}

TEST_F(CourseTest, ReopeningMarksWhatLiesBehindStale) {
  ASSERT_EQ(MakeTrack(), kOk);
  BringIntoGate(kFirst);
  ASSERT_EQ(Decide(Decide(kFirst, v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS)), kOk);
  ASSERT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_PREPARE), kOk);
  ASSERT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_START), kOk);
  EXPECT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_REOPEN), kInvalid);
  ASSERT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_REOPEN, "neue Befunde"), kOk) << status_;
  const auto second = Get<v1alpha::Phase>(kSecond);
  EXPECT_TRUE(second.stale());
  EXPECT_EQ(second.state(), v1alpha::Phase::STATE_ACTIVE) << "nothing else changes";
  EXPECT_EQ(Get<v1alpha::Phase>(kFirst).verdicts_size(), 1) << "the history stays";
  v1alpha::ConfirmPhaseRequest confirm;
  confirm.set_name(kSecond);
  confirm.set_etag(second.etag());
  ASSERT_EQ(Write(&ConfirmPhase, confirm, &phase_), kOk);
  EXPECT_FALSE(phase_.stale());
  confirm.set_etag(phase_.etag());
  EXPECT_EQ(Write(&ConfirmPhase, confirm, &phase_), kWrongState);
}

TEST_F(CourseTest, AReasonIsErasedWhereverItStands) {
  ASSERT_EQ(MakeTrack(), kOk);
  BringIntoGate(kFirst);
  auto q = Decide(kFirst, v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  q.set_reason("Frau Muster ist krank");
  ASSERT_EQ(Decide(q), kOk) << status_;
  ASSERT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_PREPARE), kOk);
  ASSERT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_START), kOk);
  ASSERT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_REOPEN, "Frau Muster kam zurück"), kOk) << status_;
  ASSERT_TRUE(Get<v1alpha::Phase>(kSecond).stale());
  const auto named = [&] {
    int entries = 0;
    const auto look = [&](const history::Entry& entry) {
      entries += absl::StrContains(absl::StrCat(entry.reason, entry.content), "Frau Muster");
      return true;
    };
    EXPECT_TRUE(store_
                    ->Read([&](Tx& tx) {
                      history::ReadEntries(tx.connection(), kEngagement, 0, 1000, look);
                      return absl::OkStatus();
                    })
                    .ok());
    return entries;
  };
  EXPECT_GE(named(), 2);
  ASSERT_TRUE(
      store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.ErasePersonal(kFirst).status(); }).ok());
  EXPECT_EQ(named(), 0) << "also what was marked stale names nobody";
  const auto first = Get<v1alpha::Phase>(kFirst);
  ASSERT_EQ(first.verdicts_size(), 1);
  EXPECT_EQ(first.verdicts(0).reason(), "");
}

TEST_F(CourseTest, PhasesAreAddedSplitAndSkippedWithATrace) {
  ASSERT_EQ(MakeTrack(), kOk);
  v1alpha::CreatePhaseRequest add;
  add.set_parent(kTrack);
  add.set_phase_id("vorgespraech");
  *add.mutable_phase()->mutable_title() = engagement_.title();
  add.mutable_phase()->set_position(100);
  EXPECT_EQ(Run(add, &phase_), kInvalid) << "the position is taken";
  EXPECT_THAT(std::string(status_.message()), HasSubstr(kFirst));
  add.mutable_phase()->set_position(50);
  ASSERT_EQ(Run(add, &phase_), kOk) << status_;
  EXPECT_EQ(phase_.state(), v1alpha::Phase::STATE_PLANNED);
  ASSERT_EQ(MoveTo(phase_.name().c_str(), v1alpha::PHASE_STEP_SKIP, "gab es schon"), kOk);

  v1alpha::SplitPhaseRequest split;
  split.set_name(kFirst);
  split.set_etag("1");
  split.set_new_phase_id("bestand-2");
  *split.mutable_new_title() = engagement_.title();
  split.add_criterion_ids("akzeptanz");
  ASSERT_EQ(Write<v1alpha::SplitPhaseRequest>(&SplitPhase, split, &phase_), kOk) << status_;
  EXPECT_EQ(phase_.split_from(), kFirst);
  EXPECT_EQ(phase_.etag(), "1");
  EXPECT_EQ(Get<v1alpha::Phase>(kFirst).criteria_size(), 2);
  split.set_etag("2");
  EXPECT_EQ(Write<v1alpha::SplitPhaseRequest>(&SplitPhase, split, &phase_), kInvalid)
      << "the criterion went already";
  v1alpha::DeletePhaseRequest remove;
  remove.set_name(kSecond);
  EXPECT_EQ(Run(remove, &phase_), kFinal) << "those of the template are skipped";
}

TEST_F(CourseTest, WhatWasAddedToAGateCanBeTakenOut) {
  ASSERT_EQ(MakeTrack(), kOk);
  v1alpha::UpdatePhaseRequest q;
  q.mutable_update_mask()->add_paths("criteria");
  q.mutable_update_mask()->add_paths("deliverables");
  *q.mutable_phase() = Get<v1alpha::Phase>(kFirst);
  auto* criterion = q.mutable_phase()->add_criteria();
  criterion->set_criterion_id("eigenes");
  *criterion->mutable_title() = engagement_.title();
  criterion->set_mandatory(true);
  auto* deliverable = q.mutable_phase()->add_deliverables();
  deliverable->set_deliverable_id("eigene-liste");
  *deliverable->mutable_title() = engagement_.title();
  ASSERT_EQ(Run(q, &phase_), kOk) << status_;
  *q.mutable_phase() = phase_;
  q.mutable_phase()->mutable_criteria(3)->set_mandatory(false);
  ASSERT_EQ(Run(q, &phase_), kOk) << status_;
  *q.mutable_phase() = phase_;
  q.mutable_phase()->mutable_criteria()->RemoveLast();
  q.mutable_phase()->mutable_deliverables()->RemoveLast();
  ASSERT_EQ(Run(q, &phase_), kOk) << status_;
  *q.mutable_phase() = phase_;
  q.mutable_phase()->mutable_criteria()->RemoveLast();
  EXPECT_EQ(Run(q, &phase_), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("akzeptanz comes from the template"));
}

TEST_F(CourseTest, NothingBelowAnEngagementThatIsOverIsChanged) {
  ASSERT_EQ(MakeTrack(), kOk);
  v1alpha::CreateActionItemRequest q;
  q.set_parent(kEngagement);
  *q.mutable_action_item()->mutable_title() = engagement_.title();
  *q.mutable_action_item()->mutable_due_date() = engagement_.start_date();
  v1alpha::ActionItem open, deleted;
  q.set_action_item_id("offen");
  ASSERT_EQ(Run(q, &open), kOk) << status_;
  q.set_action_item_id("weg");
  ASSERT_EQ(Run(q, &deleted), kOk);
  v1alpha::DeleteActionItemRequest remove;
  remove.set_name(deleted.name());
  ASSERT_EQ(Run(remove, &deleted), kOk);
  v1alpha::Engagement over = engagement_;
  over.set_state(v1alpha::Engagement::STATE_CLOSED);
  ASSERT_TRUE(
      store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Save("CLOSE", "", &over); }).ok());

  v1alpha::MoveActionItemRequest move;
  move.set_name(open.name());
  move.set_etag(open.etag());
  move.set_step(v1alpha::ACTION_ITEM_STEP_FINISH);
  v1alpha::ActionItem item;
  EXPECT_EQ(Write(&MoveActionItem, move, &item), kWrongState);
  v1alpha::UndeleteActionItemRequest restore;
  restore.set_name(deleted.name());
  restore.set_etag(deleted.etag());
  EXPECT_EQ(Run(restore, &item), kWrongState);
  remove.set_name(open.name());
  EXPECT_EQ(Run(remove, &item), kWrongState);
  q.set_action_item_id("neu");
  EXPECT_EQ(Run(q, &item), kWrongState);
  EXPECT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_PREPARE), kWrongState);
}

TEST_F(CourseTest, ATrackThatNobodyWorkedInIsDeletedWithItsPhases) {
  ASSERT_EQ(MakeTrack(), kOk);
  v1alpha::DeleteTrackRequest remove;
  remove.set_name(kTrack);
  ASSERT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_PREPARE), kOk);
  EXPECT_EQ(Run(remove, &track_), kInUse) << "somebody worked in it";
  ASSERT_EQ(MakeTrack("irrtum"), kOk);
  remove.set_name("programmes/viv/engagements/eins/tracks/irrtum");
  ASSERT_EQ(Run(remove, &track_), kOk) << status_;
  const std::string phase = "programmes/viv/engagements/eins/tracks/irrtum/phases/bestand";
  EXPECT_TRUE(Get<v1alpha::Phase>(phase.c_str()).has_delete_time());
  // They come back with it, and nothing that was deleted before.
  v1alpha::UndeleteTrackRequest restore;
  restore.set_name(track_.name());
  restore.set_etag(track_.etag());
  ASSERT_EQ(Run(restore, &track_), kOk) << status_;
  EXPECT_FALSE(Get<v1alpha::Phase>(phase.c_str()).has_delete_time());
}

TEST_F(CourseTest, WhatBelongsToAnotherEngagementIsRefused) {
  v1alpha::CreateActionItemRequest q;
  q.set_parent(kEngagement);
  q.set_action_item_id("fremd");
  *q.mutable_action_item()->mutable_title() = engagement_.title();
  *q.mutable_action_item()->mutable_due_date() = engagement_.start_date();
  q.mutable_action_item()->set_phase("programmes/viv/engagements/zwei/tracks/t/phases/p");
  v1alpha::ActionItem item;
  EXPECT_EQ(Run(q, &item), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("of another engagement"));
  v1alpha::Agreement agreement = GoodAgreement();
  agreement.set_amends("programmes/viv/engagements/zwei/agreements/eins");
  EXPECT_EQ(MakeAgreement("eins", agreement), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("of another engagement"));
}

TEST_F(CourseTest, NothingMovesWhileTheEngagementIsSuspended) {
  ASSERT_EQ(MakeTrack(), kOk);
  v1alpha::Engagement suspended = engagement_;
  suspended.set_state(v1alpha::Engagement::STATE_SUSPENDED);
  ASSERT_TRUE(
      store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Save("SUSPEND", "", &suspended); })
          .ok());
  EXPECT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_PREPARE), kWrongState);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("resume it first"));
}

TEST_F(CourseTest, APageOfTheMatrixEndsWhenItIsLarge) {
  for (int i = 1; i <= 5; ++i) {
    v1alpha::Engagement engagement = engagement_;
    engagement.set_name(absl::StrCat("programmes/viv/engagements/e", i));
    ASSERT_TRUE(store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Create(&engagement); }).ok());
    for (const char* id : {"a", "b"}) {
      v1alpha::Track track;
      track.set_name(absl::StrCat(engagement.name(), "/tracks/", id));
      track.mutable_title()->add_variants()->set_text(std::string(600 << 10, 'x'));
      ASSERT_TRUE(store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Create(&track); }).ok());
    }
  }
  v1alpha::ListPhaseMatrixRequest q;
  q.set_parent("programmes/viv/engagements/-");
  v1alpha::ListPhaseMatrixResponse r;
  std::vector<std::string> tracks;
  int pages = 0;
  do {
    ASSERT_EQ(Read(&ListPhaseMatrix, q, &r), kOk) << status_;
    EXPECT_LT(r.ByteSizeLong(), 2 * Tx::kMaxPageBytes) << "it ends behind what fills it";
    for (const auto& row : r.rows()) tracks.push_back(row.track());
    q.set_page_token(r.next_page_token());
    ++pages;
  } while (!r.next_page_token().empty());
  EXPECT_EQ(pages, 3);
  ASSERT_EQ(tracks.size(), 10);
  EXPECT_TRUE(std::is_sorted(tracks.begin(), tracks.end()));
  EXPECT_EQ(tracks.front(), "programmes/viv/engagements/e1/tracks/a");
  EXPECT_EQ(tracks.back(), "programmes/viv/engagements/e5/tracks/b");
}

TEST_F(CourseTest, TheMatrixShowsEachTrackWithItsPhases) {
  ASSERT_EQ(MakeTrack("soziales"), kOk);
  ASSERT_EQ(MakeTrack("ordnung"), kOk);
  ASSERT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_PREPARE), kOk);
  v1alpha::ListPhaseMatrixRequest q;
  q.set_parent("programmes/viv/engagements/-");
  v1alpha::ListPhaseMatrixResponse r;
  ASSERT_EQ(Read(&ListPhaseMatrix, q, &r), kOk) << status_;
  ASSERT_EQ(r.rows_size(), 2);
  EXPECT_EQ(r.rows(0).track(), "programmes/viv/engagements/eins/tracks/ordnung");
  EXPECT_EQ(r.rows(1).engagement(), kEngagement);
  ASSERT_EQ(r.rows(1).cells_size(), 2);
  EXPECT_EQ(r.rows(1).cells(0).state(), v1alpha::Phase::STATE_READY);
  EXPECT_FALSE(r.rows(1).cells(0).overdue()) << "planned until the end of July";
  now_ += absl::Hours(24 * 60);
  ASSERT_EQ(Read(&ListPhaseMatrix, q, &r), kOk);
  EXPECT_TRUE(r.rows(1).cells(0).overdue());
  q.set_parent(kEngagement);
  ASSERT_EQ(Read(&ListPhaseMatrix, q, &r), kOk);
  EXPECT_EQ(r.rows_size(), 2);
  const std::pair<const char*, ErrorReason> wrong[] = {
      {"programmes/viv", kInvalid},
      {"programmes/-/engagements/-", kInvalid},
      {"programmes/viv/engagements/none", kNotFound},
      {"programmes/none/engagements/-", kNotFound}};
  for (const auto& [parent, reason] : wrong) {
    q.set_parent(parent);
    EXPECT_EQ(Read(&ListPhaseMatrix, q, &r), reason) << parent;
  }
  q.set_parent(kEngagement);
  q.set_page_token("x");
  EXPECT_EQ(Read(&ListPhaseMatrix, q, &r), kToken) << "one engagement has one page";
  q.clear_page_token();
  q.set_filter("state = DRAFT");
  EXPECT_EQ(Read(&ListPhaseMatrix, q, &r), kInvalid) << "and is not filtered";
  q.set_parent("programmes/viv/engagements/-");
  ASSERT_EQ(Read(&ListPhaseMatrix, q, &r), kOk) << status_;
  q.set_page_size(51);
  EXPECT_EQ(Read(&ListPhaseMatrix, q, &r), kInvalid);
  q.set_page_size(1);
  q.set_page_token("x");
  EXPECT_EQ(Read(&ListPhaseMatrix, q, &r), kToken);
}

TEST_F(CourseTest, ActionItemsAreClosedAndOpened) {
  v1alpha::CreateActionItemRequest q;
  q.set_parent(kEngagement);
  q.set_action_item_id("eins");
  *q.mutable_action_item()->mutable_title() = engagement_.title();
  *q.mutable_action_item()->mutable_due_date() = engagement_.start_date();
  v1alpha::ActionItem item;
  ASSERT_EQ(Run(q, &item), kOk) << status_;
  const auto move = [&](v1alpha::ActionItemStep step, const char* reason = "") {
    v1alpha::MoveActionItemRequest m;
    m.set_name(item.name());
    m.set_etag(Get<v1alpha::ActionItem>(item.name().c_str()).etag());
    m.set_step(step);
    m.set_reason(reason);
    return Write(&MoveActionItem, m, &item);
  };
  EXPECT_EQ(move(v1alpha::ACTION_ITEM_STEP_REOPEN), kWrongState);
  item.set_name("programmes/viv/engagements/eins/actionItems/eins");
  EXPECT_EQ(move(v1alpha::ACTION_ITEM_STEP_CANCEL), kInvalid) << "no reason";
  item.set_name("programmes/viv/engagements/eins/actionItems/eins");
  ASSERT_EQ(move(v1alpha::ACTION_ITEM_STEP_FINISH), kOk) << status_;
  EXPECT_EQ(item.close_date().day(), 2);
  v1alpha::UpdateActionItemRequest update;
  *update.mutable_action_item() = item;
  update.mutable_action_item()->set_responsible_function("leitung");
  v1alpha::ActionItem changed;
  EXPECT_EQ(Run(update, &changed), kFinal);
  ASSERT_EQ(move(v1alpha::ACTION_ITEM_STEP_REOPEN), kOk);
  EXPECT_FALSE(item.has_close_date());
}

}  // namespace
}  // namespace lotse::engagement
