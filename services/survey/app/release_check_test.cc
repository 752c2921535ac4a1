// What CheckRelease finds, and what it takes for no fault.
#include <gmock/gmock.h>

#include "services/survey/app/figures_testing.h"

namespace lotse::survey {
namespace {

class ReleaseCheckTest : public FiguresTesting {
 protected:
  // All 20 women gave the same opinion.
  void MakeOfOneMind() {
    MakeEmptyWave(FiguresInstrument());
    SubmitSome(10, "y", "w", "1");
    SubmitSome(10, "z", "w", "1");
    SubmitSome(15, "y", "m", "1");
    SubmitSome(15, "z", "m", "1");
    SubmitSome(12, "y", "m", "2");
    SubmitSome(12, "z", "m", "2");
    ASSERT_EQ(GetWave(), kOk);
    ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  }
  static Instrument FiguresInstrument() {
    Instrument instrument = FiguresTesting::FiguresInstrument();
    auto* questions = instrument.mutable_sections(0)->mutable_questions();
    *(*questions)[2].add_options() = (*questions)[2].options(1);
    (*questions)[2].mutable_options(2)->set_code("z");
    return instrument;
  }
  ErrorReason CreateSensitive(const char* id) {
    auto q = Begin(id);
    q.mutable_release()->add_sensitive_variables("O");
    return Create(q);
  }
  // Changes a stored table behind the service.
  void Change(const char* table, const std::function<void(Table*)>& change) {
    const auto done = store_->WriteAndWait(cause_, [&](Tx& tx) -> absl::Status {
      v1alpha::ReleasedTable stored;
      const std::string name = absl::StrCat(NameOf("erste"), "/tables/", table);
      if (absl::Status s = tx.Load(name, &stored); !s.ok()) return s;
      change(stored.mutable_table());
      return tx.Save("CHANGE", "", &stored);
    });
    ASSERT_TRUE(done.ok()) << done;
  }
};

// Somebody else begins a release that says so only when the table is out.
TEST_F(ReleaseCheckTest, ATableIsJudgedByWhatWasSensitiveThen) {
  MakeOfOneMind();
  ASSERT_EQ(Create(Begin("erste")), kOk) << status_;
  ASSERT_EQ(Add("erste", {Spec({"O", "G"})}), kOk) << status_;
  ASSERT_EQ(added_.tables(0).layers(0).rows(0).cells(0).count(), 20);
  EXPECT_EQ(added_.tables(0).layers(0).rows(1).cells(0).count(), 0);
  ASSERT_EQ(CreateSensitive("zweite"), kOk) << status_;
  for (const char* release : {"erste", "zweite"}) {
    ASSERT_EQ(Check(release), kOk) << status_;
    EXPECT_TRUE(checked_.passed()) << release << ": " << checked_.ShortDebugString();
  }
  ASSERT_EQ(Add("zweite", {Spec({"O", "U"}), Spec({"O", "G", "U"})}), kOk) << status_;
  ASSERT_EQ(added_.tables(0).refusal(), Table::REFUSAL_UNSPECIFIED);
  EXPECT_THAT(Stored("erste", "t0001").sensitive_variables(), testing::IsEmpty());
  EXPECT_THAT(Stored("zweite", "t0001").sensitive_variables(), testing::ElementsAre("O"));
  for (const char* release : {"erste", "zweite"}) {
    ASSERT_EQ(Check(release), kOk) << status_;
    EXPECT_TRUE(checked_.passed()) << release << ": " << checked_.ShortDebugString();
  }
}

TEST_F(ReleaseCheckTest, WhatIsSensitiveFirstIsProtected) {
  MakeOfOneMind();
  ASSERT_EQ(CreateSensitive("erste"), kOk) << status_;
  ASSERT_EQ(Add("erste", {Spec({"O", "G"})}), kOk) << status_;
  if (added_.tables(0).refusal() == Table::REFUSAL_UNSPECIFIED) {
    EXPECT_TRUE(added_.tables(0).layers(0).rows(0).cells(0).has_protected_());
  } else {
    EXPECT_EQ(added_.tables(0).refusal(), Table::REFUSAL_NOT_PROTECTABLE);
  }
  ASSERT_EQ(Check("erste"), kOk) << status_;
  EXPECT_TRUE(checked_.passed()) << checked_.ShortDebugString();
}

// A later version may word labels otherwise and round otherwise.
TEST_F(ReleaseCheckTest, CountsAreComparedAndNotHowTheyAreTold) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("erste")), kOk) << status_;
  TableSpec spec = Spec({"O"});
  spec.add_statistics(TableSpec::STATISTIC_LOCATION);
  ASSERT_EQ(Add("erste", {spec}), kOk) << status_;
  Change("t0001", [](Table* table) {
    table->mutable_rows(0)->mutable_label()->mutable_variants(0)->set_text("sehr gut");
    auto* layer = table->mutable_layers(0);
    layer->mutable_locations(0)->mutable_mean()->mutable_number()->set_value("2.001");
  });
  ASSERT_EQ(Check("erste"), kOk) << status_;
  EXPECT_TRUE(checked_.passed()) << checked_.ShortDebugString();
  Change("t0001", [](Table* table) {
    table->mutable_layers(0)->mutable_rows(0)->mutable_cells(0)->set_count(21);
  });
  ASSERT_EQ(Check("erste"), kOk) << status_;
  EXPECT_FALSE(checked_.counts_agree());
  EXPECT_FALSE(checked_.passed());
  Change("t0001", [](Table* table) {
    table->mutable_layers(0)->mutable_rows(0)->mutable_cells(0)->set_count(20);
    table->set_base(kPeople + 1);
  });
  ASSERT_EQ(Check("erste"), kOk) << status_;
  EXPECT_FALSE(checked_.counts_agree());
}

}  // namespace
}  // namespace lotse::survey
