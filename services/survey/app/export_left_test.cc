// Exports of waves that somebody left: before, after, and while it is sent.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "services/survey/app/export_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using type::v1alpha::ERROR_REASON_ETAG_MISMATCH;
using type::v1alpha::ERROR_REASON_SNAPSHOT_CHANGED;

using ExportLeftTest = ExportTesting;

// Who is erased before anybody was told anything is in nothing.
TEST_F(ExportLeftTest, WhoLeftBeforeIsNotInIt) {
  MakeClosedWithNames(3);
  ErasePerson(1);
  auto rows = Rows(Request());
  std::sort(rows.begin(), rows.end());
  EXPECT_THAT(rows, ElementsAre("2,1,1", "2,3,1"));
}

// Whoever has the tables that were told before could count the rows, and would know what the one
// had said who is not among them.
TEST_F(ExportLeftTest, NothingIsExportedOnceSomebodyLeft) {
  for (const bool some_answers : {false, true}) {
    SCOPED_TRACE(some_answers);
    if (some_answers) {
      TearDown();
      SetUp();
    }
    MakeClosedWithNames(12);
    ASSERT_EQ(Tabulate(), kOk) << status_;
    ASSERT_EQ(Rows(Request()).size(), 12u);
    ErasePerson(1, some_answers ? "Q2" : "");
    EXPECT_EQ((BeginOf(Request()), reason_), ERROR_REASON_SNAPSHOT_CHANGED);
  }
}

// A crash may come between the files and the note of it.
TEST_F(ExportLeftTest, ThatSomebodyLeftIsSeenByTheFiles) {
  MakeClosedWithNames(12);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  const auto files = responses_->Personal(kWave);
  ASSERT_TRUE(files.ok()) << files.status();
  ASSERT_TRUE(
      (*files)->Erase(CompiledInstrument(TwoPages()), Which{.pseudonym = "person-1"}, {}).ok());
  EXPECT_EQ((BeginOf(Request()), reason_), ERROR_REASON_SNAPSHOT_CHANGED);
}

// What is erased after the export began is not in it, and it is not kept quiet.
TEST_F(ExportLeftTest, WhoLeavesWhileItIsSentEndsIt) {
  const struct {
    const char* code;
    ErrorReason reason;
  } cases[] = {{"", ERROR_REASON_ETAG_MISMATCH}, {"Q2", ERROR_REASON_SNAPSHOT_CHANGED}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.code);
    if (*c.code != 0) {
      TearDown();
      SetUp();
    }
    MakeClosedWithNames(3);
    const auto begun = BeginOf(Request());
    ASSERT_NE(begun, nullptr) << status_;
    ErasePerson(1, c.code);
    EXPECT_EQ(Reason(store_->Read([&](Tx& tx) { return begun->CheckUnchanged(tx); })),
              ERROR_REASON_SNAPSHOT_CHANGED);
    std::string out;
    EXPECT_EQ(Reason(begun->Next(patience_, &out).status()), c.reason);
  }
}

// Told was that 5 of 20 left in the first section, so they are in no file; once one of them was
// erased, no file says of the other 4 that they stayed. Had it not been told, it would be said of
// none of the 4 that they left.
TEST_F(ExportLeftTest, WhoBrokeOffIsToldAsBeforeOrNotAtAll) {
  MakeClosedWithNames(20, /*broke_off=*/5);
  EXPECT_EQ(Rows(Request()).size(), 15u);
  ErasePerson(17);
  EXPECT_EQ((BeginOf(Request()), reason_), ERROR_REASON_SNAPSHOT_CHANGED);
  TearDown();
  SetUp();
  MakeClosedWithNames(20, /*broke_off=*/5);
  ErasePerson(17);
  EXPECT_EQ(Rows(Request()).size(), 19u);
}

}  // namespace
}  // namespace lotse::survey
