#include "services/reporting/app/progress_board.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace lotse::reporting {
namespace {

using v1alpha::AssemblyProgress;
using v1alpha::ReportVersion;

constexpr char kVersion[] = "programmes/p/engagements/e/reports/r/versions/v0001";

// What is told of the version in a state, as `STEP_GATHERING 1/3`; empty if nothing is.
std::string Told(const ProgressBoard& board, ReportVersion::State state,
                 const char* name = kVersion) {
  ReportVersion version;
  version.set_name(name);
  version.set_state(state);
  // What somebody may have set is not what is told.
  version.mutable_progress()->set_done(77);
  board.Fill(&version);
  if (!version.has_progress()) return "";
  const AssemblyProgress& progress = version.progress();
  return absl::StrCat(AssemblyProgress::Step_Name(progress.step()), " ", progress.done(), "/",
                      progress.total());
}

TEST(ProgressBoard, TellsOfWhatWasAskedForThatItWaits) {
  ProgressBoard board;
  EXPECT_EQ(Told(board, ReportVersion::STATE_REQUESTED), "STEP_WAITING 0/0");
  // It was read before it was begun.
  board.Put(kVersion, AssemblyProgress::STEP_GATHERING, 1, 3);
  EXPECT_EQ(Told(board, ReportVersion::STATE_REQUESTED), "STEP_WAITING 0/0");
}

TEST(ProgressBoard, TellsTheLastStepOfWhatIsBeingMade) {
  ProgressBoard board;
  EXPECT_EQ(Told(board, ReportVersion::STATE_ASSEMBLING), "") << "nobody said anything";
  board.Put(kVersion, AssemblyProgress::STEP_GATHERING, 1, 3);
  EXPECT_EQ(Told(board, ReportVersion::STATE_ASSEMBLING), "STEP_GATHERING 1/3");
  board.Put(kVersion, AssemblyProgress::STEP_COMPOSING);
  EXPECT_EQ(Told(board, ReportVersion::STATE_ASSEMBLING), "STEP_COMPOSING 0/0");
  board.Put(kVersion, AssemblyProgress::STEP_WRITING, 5, 5);
  EXPECT_EQ(Told(board, ReportVersion::STATE_ASSEMBLING), "STEP_WRITING 5/5");
  EXPECT_EQ(Told(board, ReportVersion::STATE_ASSEMBLING, "another"), "");
  board.Drop("another");
  EXPECT_EQ(Told(board, ReportVersion::STATE_ASSEMBLING), "STEP_WRITING 5/5");
  board.Drop(kVersion);
  EXPECT_EQ(Told(board, ReportVersion::STATE_ASSEMBLING), "");
}

TEST(ProgressBoard, TellsNothingOfWhatHasEnded) {
  ProgressBoard board;
  board.Put(kVersion, AssemblyProgress::STEP_WRITING, 5, 5);
  for (const auto state : {ReportVersion::STATE_UNSPECIFIED, ReportVersion::STATE_DRAFT,
                           ReportVersion::STATE_IN_REVIEW, ReportVersion::STATE_RELEASED,
                           ReportVersion::STATE_SUPERSEDED, ReportVersion::STATE_WITHDRAWN,
                           ReportVersion::STATE_FAILED}) {
    EXPECT_EQ(Told(board, state), "") << state;
  }
}

}  // namespace
}  // namespace lotse::reporting
