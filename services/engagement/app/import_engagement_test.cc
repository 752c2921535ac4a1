#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/engagement/app/transfer_testing.h"

// A whole engagement out of one store and into another. Over real stores.
namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using v1alpha::Goal;
using v1alpha::TRANSFER_STATE_FAILED;
using v1alpha::TRANSFER_STATE_SUCCEEDED;

class ImportEngagementTest : public ::testing::Test {
 protected:
  void SetUp() override {
    FillEngagement(&from_);
    from_.Start();
    const ExportJob job = from_.Export(kPlace);
    ASSERT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
    file_ = from_.Content(job.blob());
    rows_ = job.row_count();
    EXPECT_EQ(job.left_out_count(), 0);
    EXPECT_EQ(job.size_bytes(), static_cast<int64_t>(file_.size()));
    EXPECT_EQ(job.sha256(), types::Sha256Hex(file_));
    // The jobs lie below the programme, so that is there beforehand.
    to_.Put(kOwner, GoodProgramme());
    to_.Start();
  }
  // The file with `what` in the place of the first `of`.
  std::string With(const std::string& of, const std::string& what) const {
    const size_t at = file_.find(of);
    EXPECT_NE(at, std::string::npos) << of;
    return std::string(file_).replace(at, of.size(), what);
  }
  std::string Line(const std::string& with) const {
    for (const absl::string_view line : absl::StrSplit(file_, '\n')) {
      if (absl::StrContains(line, with)) return absl::StrCat(line, "\n");
    }
    ADD_FAILURE() << with;
    return "";
  }

  TransferPlace from_;
  TransferPlace to_;
  std::string file_;
  int64_t rows_ = 0;
};

TEST_F(ImportEngagementTest, AnEmptyStoreHasTheSameResources) {
  const ImportJob job = to_.Import(kOwner, file_);
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
  EXPECT_EQ(job.row_count(), rows_);
  EXPECT_EQ(job.decided_count(), rows_);
  EXPECT_EQ(job.unchanged_count(), 1) << "the programme";
  EXPECT_EQ(job.created_count(), rows_ - 1);
  EXPECT_EQ(job.refused_count(), 0);
  EXPECT_TRUE(job.has_start_time() && job.has_end_time());
  // With etags and times, which are part of what is compared.
  const auto before = from_.All();
  EXPECT_GE(before.size(), 18u);
  EXPECT_EQ(to_.All(), before);
  // And what comes out of there is the same file, but for its head.
  const ExportJob again = to_.Export(kPlace);
  const std::string file = to_.Content(again.blob());
  const auto after_programme = [](const std::string& text) {
    return text.substr(text.find("\n", text.find("v1alpha.Programme")));
  };
  EXPECT_EQ(after_programme(file), after_programme(file_));
}

TEST_F(ImportEngagementTest, AgainChangesNothing) {
  ASSERT_EQ(to_.Import(kOwner, file_).state(), TRANSFER_STATE_SUCCEEDED);
  const auto before = to_.All();
  const ImportJob job = to_.Import(kOwner, file_);
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED);
  EXPECT_EQ(job.unchanged_count(), rows_);
  EXPECT_EQ(job.created_count() + job.updated_count() + job.refused_count(), 0);
  EXPECT_EQ(to_.All(), before);
}

TEST_F(ImportEngagementTest, ATrialKeepsNothing) {
  const ImportJob job = to_.Import(kOwner, file_, "", /*trial=*/true);
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
  EXPECT_EQ(job.created_count(), rows_ - 1);
  EXPECT_THAT(to_.All(), ::testing::IsEmpty());
}

TEST_F(ImportEngagementTest, NothingIsOverwritten) {
  ASSERT_EQ(to_.Import(kOwner, file_).state(), TRANSFER_STATE_SUCCEEDED);
  const std::string name = GoodGoal().name();
  to_.Change<Goal>(name, [](Goal* goal) { goal->set_version(9); });
  const ImportJob job = to_.Import(kOwner, file_);
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED);
  EXPECT_EQ(job.refused_count(), 1);
  EXPECT_EQ(job.unchanged_count(), rows_ - 1);
  ASSERT_EQ(job.faults_size(), 1);
  EXPECT_EQ(job.faults(0).resource(), name);
  EXPECT_EQ(job.faults(0).reason(), type::v1alpha::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_EQ(to_.Stored<Goal>(name).version(), 9);
}

TEST_F(ImportEngagementTest, AnotherEngagementOfTheNameEndsIt) {
  to_.Put("administrations/musterstadt", GoodAdministration());
  to_.Put(kPlace, GoodEngagement());
  const ImportJob job = to_.Import(kOwner, file_);
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED);
  EXPECT_EQ(job.failure().reason(), type::v1alpha::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_FALSE(to_.Has(GoodGoal().name()));
}

TEST_F(ImportEngagementTest, ARefusedRowTakesWhatNeedsItAlongAndNothingElse) {
  // A need without a title: its goal, and what stands on that, cannot come in.
  const std::string need = Line("v1alpha.Need");
  const std::string spoilt =
      With(need, absl::StrReplaceAll(need, {{"\"priority\":1", "\"priority\":77"}}));
  const ImportJob job = to_.Import(kOwner, spoilt);
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
  std::map<std::string, std::string> refused;
  for (const auto& fault : job.faults()) refused[fault.resource()] = fault.field();
  EXPECT_EQ(refused.at(GoodNeed().name()), "need.priority");
  EXPECT_EQ(refused.at(GoodGoal().name()), "goal.needs");
  EXPECT_EQ(refused.count(GoodMeasure().name()), 1u);
  EXPECT_EQ(refused.count(GoodMilestone().name()), 1u);
  EXPECT_EQ(job.refused_count(), 4);
  EXPECT_TRUE(to_.Has(GoodBody().name()));
  // The whole file puts it right.
  const ImportJob whole = to_.Import(kOwner, file_);
  EXPECT_EQ(whole.created_count(), 4);
  EXPECT_EQ(to_.All(), from_.All());
}

TEST_F(ImportEngagementTest, RowsAreDecidedWithWhatTheCallerMayDo) {
  const auto import = [&](std::vector<auth::Right> rights) {
    to_.cause.view = auth::View(std::make_shared<const auth::Access>(std::move(rights)),
                                type::v1alpha::PERMISSION_UNSPECIFIED, absl::Now());
    return to_.Import(kOwner, file_);
  };
  // Coordinators set up no programme, so the template that the engagement needs is missing.
  ImportJob job = import({{kOwner, type::v1alpha::ROLE_MUNICIPAL_COORDINATOR}});
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED) << job.DebugString();
  std::map<std::string, rpc::ErrorReason> reasons;
  for (const auto& fault : job.faults()) reasons[fault.resource()] = fault.reason();
  EXPECT_EQ(reasons[GoodPhaseTemplate().name()], type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  EXPECT_EQ(reasons["administrations/musterstadt"], type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_FALSE(to_.Has(kPlace));
  // Departments contribute, and decide on no gate.
  job = import({{kOwner, type::v1alpha::ROLE_DEPARTMENT_CONTRIBUTOR}});
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED);
  EXPECT_EQ(job.failure().reason(), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  EXPECT_FALSE(to_.Has(kPlace));
  // Consultants of the programme who know nothing of the administration: it is not there for
  // them, and nothing that refers to it comes in.
  job = import({{kOwner, type::v1alpha::ROLE_INSTITUTE_CONSULTANT}});
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED);
  EXPECT_FALSE(to_.Has(kPlace));
  EXPECT_FALSE(to_.Has("administrations/musterstadt"));
  // The code list of all is reference data, and comes with the service.
  to_.cause.view = {};
  to_.Put("codeLists/c-01-v1", from_.Stored<v1alpha::CodeList>("codeLists/c-01-v1"));
  job = import({{kOwner, type::v1alpha::ROLE_INSTITUTE_CONSULTANT},
                {"administrations", type::v1alpha::ROLE_INSTITUTE_CONSULTANT}});
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
  EXPECT_EQ(job.refused_count(), 0) << job.DebugString();
  EXPECT_EQ(to_.All(), from_.All());
}

TEST_F(ImportEngagementTest, AGrantThatIsTakenBackCountsNoMore) {
  auth::Grant grant;
  grant.set_name("programmes/viv/grants/g");
  grant.set_subject("tester");
  grant.set_role(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  to_.book.Set(grant);
  std::vector<auth::Right> rights;
  to_.book.AddRights("tester", {}, &rights);
  to_.cause.view = auth::View(std::make_shared<const auth::Access>(rights),
                              type::v1alpha::PERMISSION_UNSPECIFIED, absl::Now());
  to_.Restart();  // Nothing runs yet.
  ImportJob job;
  job.set_form(v1alpha::TRANSFER_FORM_ENGAGEMENT);
  job.set_source(to_.Upload(kOwner, file_));
  ASSERT_TRUE(to_.Create<v1alpha::CreateImportJobRequest>(kOwner, &job).ok());
  to_.book.Remove(grant.name());
  // As Start does it where nothing is left.
  const jobs::JobCaller caller(to_.cause, job.name(), &to_.book);
  const TransferRun run = {to_.store.get(),
                           to_.standard.get(),
                           &caller,
                           job.name(),
                           types::FromTimestamp(job.create_time()),
                           [] { return false; }};
  ASSERT_TRUE(RunImport(run).ok());
  job = to_.Stored<ImportJob>(job.name());
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED);
  EXPECT_EQ(job.failure().reason(), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  EXPECT_FALSE(to_.Has(kPlace));
}

TEST_F(ImportEngagementTest, FilesThatAreNone) {
  const std::string last = file_.substr(file_.rfind('\n', file_.size() - 2) + 1);
  struct Case {
    const char* what;
    std::string content;
    rpc::ErrorReason reason;
  };
  const auto unreadable = type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE;
  const auto invalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
  const Case cases[] = {
      {"nothing of it", "a,b\n", unreadable},
      {"no head", file_.substr(file_.find('\n') + 1), unreadable},
      {"another version", With("\"version\":1", "\"version\":2"), invalid},
      {"another programme", With("programmes/viv/engagements", "programmes/x/engagements"),
       invalid},
      {"cut off", file_.substr(0, file_.size() - last.size()), unreadable},
      {"a line too many", file_ + last, unreadable},
      {"the engagement is missing", With("/engagements/eins\"", "/engagements/zwei\""), unreadable},
  };
  for (const Case& c : cases) {
    const ImportJob job = to_.Import(kOwner, c.content);
    EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED) << c.what;
    EXPECT_EQ(job.failure().reason(), c.reason) << c.what << job.DebugString();
    EXPECT_EQ(job.created_count(), 0) << c.what;
  }
}

TEST_F(ImportEngagementTest, RowsThatBelongElsewhereAreRefused) {
  const std::string spoilt =
      absl::StrReplaceAll(file_, {{absl::StrCat("\"name\":\"", GoodBody().name(), "\""),
                                   "\"name\":\"programmes/viv/engagements/zwei/bodies/steuerung\""},
                                  {absl::StrCat("\"name\":\"", GoodFinding().name(), "\""),
                                   absl::StrCat("\"name\":\"", kPlace, "/findings/Sprachen\"")}});
  const ImportJob job = to_.Import(kOwner, spoilt);
  std::vector<std::string> fields;
  for (const auto& fault : job.faults()) fields.push_back(fault.field());
  EXPECT_THAT(fields, ::testing::IsSupersetOf({"body.name", "finding.name"}));
  EXPECT_FALSE(to_.Has("programmes/viv/engagements/zwei/bodies/steuerung"));
}

TEST_F(ImportEngagementTest, WhatNoMethodMakesIsRefused) {
  const std::string goal = Line(absl::StrCat("\"name\":\"", GoodGoal().name(), "\""));
  const auto spoil = [&](const std::string& of, const std::string& what) {
    const ImportJob job = to_.Import(kOwner, With(goal, absl::StrReplaceAll(goal, {{of, what}})));
    EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
    EXPECT_FALSE(to_.Has(GoodGoal().name())) << what;
    for (const auto& fault : job.faults()) {
      if (fault.resource() == GoodGoal().name()) return fault.reason();
    }
    return type::v1alpha::ERROR_REASON_UNSPECIFIED;
  };
  EXPECT_EQ(spoil("\"etag\":\"1\"", "\"etag\":\"9223372036854775807\""),
            type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  // A circle: the goal is its own parent.
  EXPECT_EQ(spoil(absl::StrCat("\"parentGoal\":\"", GoodGoal().parent_goal(), "\""),
                  absl::StrCat("\"parentGoal\":\"", GoodGoal().name(), "\"")),
            type::v1alpha::ERROR_REASON_GOAL_TREE);
}

TEST_F(ImportEngagementTest, WhatLiesOutsideStaysAndIsTold) {
  from_.Change<v1alpha::Engagement>(kPlace,
                                    [](auto* one) { one->mutable_start_date()->set_year(2019); });
  const std::string early = from_.Content(from_.Export(kPlace).blob());
  const ImportJob tried = to_.Import(kOwner, early, "", /*trial=*/true);
  EXPECT_EQ(tried.state(), TRANSFER_STATE_FAILED) << tried.DebugString();
  EXPECT_THAT(tried.failure().description(), Not(HasSubstr("stay")));
  EXPECT_FALSE(to_.Has("administrations/musterstadt"));
  const ImportJob job = to_.Import(kOwner, early);
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED) << job.DebugString();
  EXPECT_EQ(job.failure().field(), "engagement.start_date");
  EXPECT_FALSE(to_.Has(kPlace));
  EXPECT_TRUE(to_.Has("administrations/musterstadt"));
  EXPECT_GT(job.created_count(), 0);
  EXPECT_THAT(job.failure().description(),
              HasSubstr(absl::StrCat("; ", job.created_count(),
                                     " resources outside of the engagement were created before, "
                                     "and stay")));
}

// Of a phase whose gate names action items that name the phase.
class CircleTest : public ImportEngagementTest {
 protected:
  // Makes a circle of the phase, the item that is there, and so many items more, each of
  // `conditions` items of a decision at the gate.
  void MakeCircle(int items, int conditions) {
    const std::string item = absl::StrCat(kPlace, "/actionItems/ausgangswert");
    const auto one = from_.Stored<v1alpha::ActionItem>(item);
    std::vector<std::string> names;
    const absl::Status made = from_.Write([&](Tx& tx) -> absl::Status {
      for (int i = 0; i < items; ++i) {
        v1alpha::ActionItem more = one;
        more.set_name(absl::StrCat(kPlace, "/actionItems/n", i));
        names.push_back(more.name());
        if (absl::Status s = tx.Create(&more); !s.ok()) return s;
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(made.ok()) << made;
    from_.Change<v1alpha::Phase>(phase_, [&](v1alpha::Phase* p) {
      for (size_t i = 0; i < names.size(); ++i) {
        if (i % static_cast<size_t>(conditions) == 0) {
          p->add_verdicts()->set_verdict(v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
        }
        p->mutable_verdicts(p->verdicts_size() - 1)->add_conditions(names[i]);
      }
    });
  }
  ImportJob Move() {
    const ExportJob file = from_.Export(kPlace);
    return to_.Import(kOwner, from_.Content(file.blob()));
  }

  const std::string phase_ = absl::StrCat(kPlace, "/tracks/soziales/phases/bestand");
};

// 49 decisions more, each with as many conditions as it can have: all that methods make of one
// phase. More than the 200 rows of other transactions.
TEST_F(CircleTest, AsLargeAsMethodsMakeItComesIn) {
  MakeCircle(49 * 30, 30);
  const ImportJob job = Move();
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.failure().DebugString();
  EXPECT_EQ(job.refused_count(), 0) << job.DebugString();
  EXPECT_EQ(to_.All(), from_.All());
}

TEST_F(CircleTest, ACircleOfTooManyRowsIsRefused) {
  MakeCircle(4999, 1000);
  const ImportJob job = Move();
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.failure().DebugString();
  EXPECT_FALSE(to_.Has(phase_));
  EXPECT_EQ(job.refused_count(), 5001) << job.DebugString();
  EXPECT_EQ(job.faults(0).reason(), type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE);
  EXPECT_THAT(job.faults(0).description(), HasSubstr("5001 rows"));
  EXPECT_TRUE(to_.Has(GoodGoal().name())) << "others come in";
}

TEST_F(ImportEngagementTest, ManyRowsTakeManyTransactions) {
  for (int i = 0; i < 900; ++i) {
    from_.Put(absl::StrCat(kPlace, "/needs/n", i), GoodNeed());
  }
  const std::string file = from_.Content(from_.Export(kPlace).blob());
  const ImportJob job = to_.Import(kOwner, file);
  EXPECT_EQ(job.state(), TRANSFER_STATE_SUCCEEDED) << job.DebugString();
  EXPECT_EQ(job.created_count(), rows_ - 1 + 900);
  // START, the count of rows, at least five transactions, END.
  EXPECT_GE(std::stoi(job.etag()), 9);
  EXPECT_EQ(to_.All(), from_.All());
}

}  // namespace
}  // namespace lotse::engagement
