#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "runtime/types/csv.h"
#include "services/engagement/app/transfer_testing.h"

// Tables of one kind out and in again. Over a real store.
namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using v1alpha::Need;
using v1alpha::TRANSFER_STATE_FAILED;
using v1alpha::TRANSFER_STATE_SUCCEEDED;

class ImportTableTest : public ::testing::Test {
 protected:
  void SetUp() override {
    FillEngagement(&place_);
    place_.Start();
  }
  std::string Table(const std::string& collection, const std::string& parent = kPlace) {
    const ExportJob job = place_.Export(parent, collection);
    EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
    return place_.Content(job.blob());
  }
  ImportJob Import(const std::string& content, const std::string& collection = "needs",
                   bool trial = false) {
    return place_.Import(kPlace, content, collection, trial);
  }
  // Tries needs on this thread.
  ImportJob Try(int rows, std::function<bool()> stopped, absl::Duration trial_time) {
    place_.Restart();  // Nothing runs by itself.
    std::string table = "name,title.variants,priority\n";
    for (int i = 0; i < rows; ++i) absl::StrAppend(&table, "n", i, ",", Title("N"), ",1\n");
    ImportJob job;
    job.set_form(v1alpha::TRANSFER_FORM_CSV);
    job.set_collection("needs");
    job.set_source(place_.Upload(kPlace, table));
    job.set_trial(true);
    EXPECT_TRUE(place_.Create<v1alpha::CreateImportJobRequest>(kPlace, &job).ok());
    const jobs::JobCaller caller(place_.cause, job.name(), &place_.book);
    const TransferRun run = {place_.store.get(),
                             place_.standard.get(),
                             &caller,
                             job.name(),
                             types::FromTimestamp(job.create_time()),
                             std::move(stopped),
                             trial_time};
    EXPECT_TRUE(RunImport(run).ok());
    return place_.Stored<ImportJob>(job.name());
  }
  // A title as a cell.
  static std::string Title(const std::string& text) {
    return absl::StrCat("\"[{\"\"language\"\":\"\"de\"\",\"\"text\"\":\"\"", text, "\"\"}]\"");
  }

  TransferPlace place_;
};

TEST_F(ImportTableTest, EveryKindComesBackUnchanged) {
  const auto before = place_.All();
  int kinds = 0;
  for (const auto& kind : place_.store->schema().kinds()) {
    for (const char* owner : {kPlace, kOwner}) {
      if (!IsTransferred(*kind) || !ParentsBelow(*kind, owner).has_value()) continue;
      const std::vector<std::string> parts = absl::StrSplit(kind->patterns[0], '/');
      const std::string collection = parts[parts.size() - 2];
      const ExportJob out = place_.Export(owner, collection);
      ASSERT_EQ(out.state(), TRANSFER_STATE_SUCCEEDED) << collection << out.DebugString();
      const ImportJob in = place_.Import(owner, place_.Content(out.blob()), collection);
      EXPECT_EQ(in.state(), TRANSFER_STATE_SUCCEEDED) << collection << in.DebugString();
      EXPECT_EQ(in.unchanged_count(), out.row_count()) << collection << in.DebugString();
      EXPECT_EQ(in.row_count(), out.row_count()) << collection;
      kinds += out.row_count() > 0;
    }
  }
  EXPECT_GE(kinds, 14);
  EXPECT_EQ(place_.All(), before);
}

TEST_F(ImportTableTest, FormulasSurviveAndAreNone) {
  const std::string table = Table("actionItems");
  EXPECT_THAT(table, HasSubstr("=1+1"));
  EXPECT_THAT(table, Not(HasSubstr(",=1+1")));
}

TEST_F(ImportTableTest, RowsAreCreatedAndUpdatedByTheRulesOfTheMethods) {
  const std::string table = absl::StrCat(
      "name,title.variants,priority\n",                                      //
      "neu,", Title("Neu"), ",3\n",                                          // created
      "formulare,", Title("Formulare, die man versteht"), ",2\n",            // updated
      GoodNeed().name(), ",", Title("Formulare, die man versteht"), ",2\n",  // unchanged
      "falsch,", Title("Falsch"), ",99\n",                                   // a rule
      "Falsch,", Title("Falsch"), ",1\n",                                    // no id
      "programmes/viv/engagements/zwei/needs/x,", Title("Fremd"), ",1\n",    // elsewhere
      "leer,,1\n",                                                           // required
      "kaputt,", Title("Kaputt"), ",viel\n");                                // no number
  const ImportJob job = Import(table);
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
  EXPECT_EQ(job.row_count(), 8);
  EXPECT_EQ(job.created_count(), 1);
  EXPECT_EQ(job.updated_count(), 1);
  EXPECT_EQ(job.unchanged_count(), 1);
  EXPECT_EQ(job.refused_count(), 5);
  std::map<int64_t, std::string> fields;
  for (const auto& fault : job.faults()) fields[fault.line()] = fault.field();
  EXPECT_EQ(fields, (std::map<int64_t, std::string>{{5, "need.priority"},
                                                    {6, "need.name"},
                                                    {7, "need.name"},
                                                    {8, "need.title"},
                                                    {9, "need.priority"}}));
  EXPECT_EQ(place_.Stored<Need>(absl::StrCat(kPlace, "/needs/neu")).priority(), 3);
  // Columns that are not there say nothing.
  const Need changed = place_.Stored<Need>(GoodNeed().name());
  EXPECT_EQ(changed.priority(), 2);
  EXPECT_EQ(changed.findings_size(), 1);
  const ImportJob again = Import(table);
  EXPECT_EQ(again.created_count() + again.updated_count(), 0);
  EXPECT_EQ(again.unchanged_count(), 3);
}

TEST_F(ImportTableTest, WhatIsReferredToIsMadeFirst) {
  const std::string table =
      absl::StrCat("name,title.variants,level,parent_goal\n", "a,", Title("A"), ",LEVEL_ACTION,",
                   kPlace, "/goals/b\n", "b,", Title("B"), ",LEVEL_INTERMEDIATE,", kPlace,
                   "/goals/c\n", "c,", Title("C"), ",LEVEL_GUIDING,\n");
  const ImportJob job = Import(table, "goals");
  EXPECT_EQ(job.created_count(), 3) << job.DebugString();
}

TEST_F(ImportTableTest, StatesAreNotChangedByATable) {
  const std::string table = Table("goals");
  const ImportJob job =
      Import(absl::StrReplaceAll(table, {{"STATE_DRAFT", "STATE_ADOPTED"}}), "goals");
  EXPECT_EQ(job.refused_count(), 1);
  ASSERT_GE(job.faults_size(), 1);
  EXPECT_EQ(job.faults(0).field(), "goal.state");
  EXPECT_EQ(place_.Stored<v1alpha::Goal>(GoodGoal().name()).state(), v1alpha::Goal::STATE_DRAFT);
}

TEST_F(ImportTableTest, ANewRowSaysNothingElseThanWhatTheServerSets) {
  const std::string table = absl::StrCat("name,title.variants,level,state,version\n",           //
                                         "a,", Title("A"), ",LEVEL_GUIDING,STATE_ADOPTED,1\n",  //
                                         "b,", Title("B"), ",LEVEL_GUIDING,STATE_DRAFT,4\n",    //
                                         "c,", Title("C"), ",LEVEL_GUIDING,STATE_DRAFT,1\n",    //
                                         "d,", Title("D"), ",LEVEL_GUIDING,,\n");
  // A second time as the first.
  for (const bool again : {false, true}) {
    const ImportJob job = Import(table, "goals");
    EXPECT_EQ(again ? job.unchanged_count() : job.created_count(), 2) << job.DebugString();
    EXPECT_EQ(job.refused_count(), 2) << job.DebugString();
    ASSERT_EQ(job.faults_size(), 2);
    EXPECT_EQ(job.faults(0).field(), "goal.state");
    EXPECT_EQ(job.faults(0).line(), 2);
    EXPECT_EQ(job.faults(1).field(), "goal.version");
    EXPECT_FALSE(place_.Has(absl::StrCat(kPlace, "/goals/a")));
    EXPECT_TRUE(place_.Has(absl::StrCat(kPlace, "/goals/d")));
  }
}

TEST_F(ImportTableTest, ARowThatWasDecidedUponAnOldRevisionIsRefused) {
  const std::string table = absl::StrCat("name,etag,priority\nformulare,7,2\n");
  const ImportJob job = Import(table);
  EXPECT_EQ(job.refused_count(), 1);
  EXPECT_EQ(job.faults(0).reason(), type::v1alpha::ERROR_REASON_ETAG_MISMATCH);
  // If it says what is there, it does not matter.
  EXPECT_EQ(Import("name,etag,priority\nformulare,7,1\n").unchanged_count(), 1);
}

TEST_F(ImportTableTest, RowsAreDecidedWithWhatTheCallerMayDo) {
  const auto as = [&](std::vector<auth::Right> rights, const std::string& content) {
    place_.cause.view = auth::View(std::make_shared<const auth::Access>(std::move(rights)),
                                   type::v1alpha::PERMISSION_UNSPECIFIED, absl::Now());
    const ImportJob job = Import(content);
    place_.cause.view = {};
    return job;
  };
  const std::string table = "name,priority\nformulare,2\n";
  ImportJob job = as({{kPlace, type::v1alpha::ROLE_DEPARTMENT_CONTRIBUTOR}}, table);
  EXPECT_EQ(job.refused_count(), 1);
  EXPECT_EQ(job.faults(0).reason(), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  // To whom it is nothing, nothing is told of it.
  job = as({{kPlace, type::v1alpha::ROLE_MUNICIPAL_COORDINATOR}}, table);
  EXPECT_EQ(job.updated_count(), 1);
  EXPECT_EQ(place_.Stored<Need>(GoodNeed().name()).priority(), 2);
}

TEST_F(ImportTableTest, ExportsHoldWhatTheirCreatorMayRead) {
  place_.Put("programmes/viv/engagements/zwei", GoodEngagement());
  place_.cause.view = auth::View(std::make_shared<const auth::Access>(std::vector<auth::Right>{
                                     {kPlace, type::v1alpha::ROLE_MUNICIPAL_COORDINATOR}}),
                                 type::v1alpha::PERMISSION_UNSPECIFIED, absl::Now());
  // The method asks for the programme; here one's own engagement is all that is seen.
  const ExportJob whole = place_.Export(kPlace);
  EXPECT_EQ(whole.state(), TRANSFER_STATE_SUCCEEDED);
  EXPECT_GT(whole.left_out_count(), 0);
  const std::string file = place_.Content(whole.blob());
  EXPECT_THAT(file, Not(HasSubstr("v1alpha.Programme\"")));
  EXPECT_THAT(file, Not(HasSubstr("v1alpha.Administration\"")));
}

TEST_F(ImportTableTest, AnEngagementThatIsOverIsExportedAndNotChanged) {
  place_.Change<v1alpha::Engagement>(
      kPlace, [](auto* e) { e->set_state(v1alpha::Engagement::STATE_ARCHIVED); });
  const std::string table = Table("needs");
  EXPECT_EQ(Import(table).unchanged_count(), 1);
  const ImportJob job = Import("name,priority\nformulare,2\n");
  EXPECT_EQ(job.refused_count(), 1);
  EXPECT_EQ(job.faults(0).reason(), type::v1alpha::ERROR_REASON_WRONG_STATE);
}

TEST_F(ImportTableTest, FilesThatAreNone) {
  const std::pair<std::string, rpc::ErrorReason> cases[] = {
      {"\xff\n", type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE},
      {"priority\n1\n", type::v1alpha::ERROR_REASON_INVALID_FIELDS},
      {"name,prio\nx,1\n", type::v1alpha::ERROR_REASON_INVALID_FIELDS},
      {"name\n\"x\n", type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE},
  };
  for (const auto& [content, reason] : cases) {
    const ImportJob job = Import(content);
    EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED) << content;
    EXPECT_EQ(job.failure().reason(), reason) << content;
  }
}

TEST_F(ImportTableTest, ARowThatIsTooLongIsRefusedAlone) {
  const std::string table = absl::StrCat("name,title.variants,priority\n", "lang,",
                                         Title(std::string(types::CsvReader::kMaxRecordBytes, 'x')),
                                         ",1\n", "kurz,", Title("Kurz"), ",1\n");
  const ImportJob job = Import(table);
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.failure().DebugString();
  EXPECT_EQ(job.row_count(), 2);
  EXPECT_EQ(job.created_count(), 1);
  EXPECT_EQ(job.refused_count(), 1);
  ASSERT_EQ(job.faults_size(), 1);
  EXPECT_EQ(job.faults(0).line(), 2);
  EXPECT_EQ(job.faults(0).reason(), type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE);
  EXPECT_THAT(job.faults(0).description(), HasSubstr("more than 1 MiB"));
  EXPECT_TRUE(place_.Has(absl::StrCat(kPlace, "/needs/kurz")));
}

TEST_F(ImportTableTest, ATrialEndsWhenTheServiceIsStopped) {
  constexpr int kRows = 100;
  int calls = 0;
  const auto never = [&] { return ++calls < 0; };
  ASSERT_EQ(Try(kRows, never, kMaxTrialTime).created_count(), kRows);
  ASSERT_GT(calls, kRows) << "asked between the rows";
  // In the middle of them, since they are the last that is done.
  const int half = calls - kRows / 2;
  calls = 0;
  const ImportJob job = Try(kRows, [&] { return ++calls >= half; }, kMaxTrialTime);
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED) << job.DebugString();
  EXPECT_EQ(job.failure().reason(), type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
  EXPECT_LT(calls, half + 10) << "at once";
}

TEST_F(ImportTableTest, ATrialThatTakesTooLongEnds) {
  const ImportJob job = Try(3, [] { return false; }, absl::Nanoseconds(1));
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED) << job.DebugString();
  EXPECT_EQ(job.failure().reason(), type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE);
  EXPECT_THAT(job.failure().description(), HasSubstr("try a part of the rows"));
  EXPECT_EQ(job.decided_count(), 0);
}

TEST_F(ImportTableTest, TrialsAndManyFaults) {
  std::string table = "name,title.variants,priority\n";
  for (int i = 0; i < 500; ++i) {
    absl::StrAppend(&table, "n", i, ",", Title("N"), ",", i % 2 == 0 ? "1" : "99", "\n");
  }
  const ImportJob trial = Import(table, "needs", /*trial=*/true);
  EXPECT_EQ(trial.state(), TRANSFER_STATE_SUCCEEDED) << trial.DebugString();
  EXPECT_EQ(trial.created_count(), 250);
  EXPECT_EQ(trial.refused_count(), 250);
  EXPECT_FALSE(place_.Has(absl::StrCat(kPlace, "/needs/n0")));
  EXPECT_EQ(trial.faults_size(), 100);
  const std::string all = place_.Content(trial.faults_blob());
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 250);
  EXPECT_THAT(all, HasSubstr("need.priority"));
  const ImportJob real = Import(table);
  EXPECT_EQ(real.created_count(), 250);
  EXPECT_TRUE(place_.Has(absl::StrCat(kPlace, "/needs/n0")));
}

}  // namespace
}  // namespace lotse::engagement
