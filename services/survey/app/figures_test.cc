// Releases of figures from their beginning to their end.
#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "absl/time/clock.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/survey/app/figures_testing.h"
#include "services/survey/app/release_record.h"

namespace lotse::survey {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr auto kNotClosed = type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED;

class FiguresTest : public FiguresTesting {
 protected:
  // A table with small counts shows none of them, if it is published at all.
  void ExpectProtected(const Table& table) {
    if (table.refusal() != Table::REFUSAL_UNSPECIFIED) {
      EXPECT_EQ(table.refusal(), Table::REFUSAL_NOT_PROTECTABLE);
      EXPECT_EQ(table.layers_size(), 0);
      return;
    }
    EXPECT_EQ(table.base(), kPeople);
    EXPECT_GE(Hidden(table), 2) << table.ShortDebugString();
    ForEachCell(table, [&](const TableCell& cell) {
      if (!cell.has_protected_()) {
        EXPECT_TRUE(cell.count() == 0 || cell.count() >= 5) << table.ShortDebugString();
      }
    });
  }
};

TEST_F(FiguresTest, ThresholdsAreFilledIn) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  EXPECT_EQ(release_.minimum_base(), 10);
  EXPECT_EQ(release_.minimum_cell(), 5);
}

// It says so although it was stored before there was a field for it.
TEST_F(FiguresTest, AReleaseOfAPilotSaysSo) {
  MakeWave();
  Wave wave = wave_;
  wave.set_pilot(true);
  ASSERT_EQ(UpdateWave(wave), kOk) << status_;
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  auto q = Begin("bericht");
  q.mutable_release()->clear_break_variables();
  ASSERT_EQ(Create(q), kOk) << status_;
  EXPECT_TRUE(release_.pilot());
  const absl::Status stored = store_->WriteAndWait(cause_, [&](Tx& tx) {
    release_.clear_pilot();
    return tx.Save("UPDATE", "", &release_);
  });
  ASSERT_TRUE(stored.ok()) << stored;
  v1alpha::GetReleaseRequest get;
  get.set_name(NameOf("bericht"));
  const auto read = [&](Tx& tx) { return survey::GetRelease(tx, *standard_, get, &release_); };
  ASSERT_EQ(ReadWith(get, &release_, read), kOk) << status_;
  EXPECT_TRUE(release_.pilot());
  v1alpha::ListReleasesRequest list;
  list.set_parent(kWave);
  v1alpha::ListReleasesResponse listed;
  ASSERT_EQ(
      ReadWith(list, &listed, [&](Tx& tx) { return ListReleases(tx, *standard_, list, &listed); }),
      kOk)
      << status_;
  ASSERT_THAT(listed.releases(), SizeIs(1));
  EXPECT_TRUE(listed.releases(0).pilot());
}

TEST_F(FiguresTest, AReleaseFromTheFirstTableToTheLast) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  EXPECT_EQ(release_.state(), v1alpha::Release::STATE_OPEN);
  EXPECT_EQ(release_.responses(), kPeople);
  EXPECT_FALSE(release_.pilot());
  ASSERT_EQ(Add("bericht", {Spec({"O"}), Spec({"O", "G"}), Spec({"O", "U"})}), kOk) << status_;
  ASSERT_THAT(added_.tables(), SizeIs(3));
  ExpectProtected(added_.tables(1));
  EXPECT_EQ(added_.tables(0).layers(0).rows(0).cells(0).count(), 20);
  ASSERT_EQ(added_.tables(2).refusal(), Table::REFUSAL_UNSPECIFIED);
  EXPECT_EQ(added_.tables(2).layers(0).rows(0).cells(0).count(), 10);
  EXPECT_TRUE(MessageDifferencer::Equals(Stored("bericht", "t0002").table(), added_.tables(1)));
  ASSERT_EQ(Check("bericht"), kOk) << status_;
  EXPECT_TRUE(checked_.passed()) << checked_.ShortDebugString();
  EXPECT_EQ(checked_.published_tables() + checked_.refused_tables(), 3);
  EXPECT_GE(checked_.published_tables(), 2);
  EXPECT_GT(checked_.shown_cells(), checked_.protected_cells());
  ASSERT_EQ(Freeze("bericht"), kOk) << status_;
  EXPECT_THAT(release_.tables_sha256(), SizeIs(64));
  EXPECT_EQ(release_.table_count(), 3);
  ASSERT_EQ(Check("bericht"), kOk) << status_;
  EXPECT_TRUE(checked_.passed()) << checked_.ShortDebugString();
  EXPECT_EQ(Add("bericht", {Spec({"L"})}), kWrongState);
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << "it is there already";
}

// The tables are hashed while others write.
TEST_F(FiguresTest, ATableThatComesMeanwhileIsHashedAsWell) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << status_;
  absl::Mutex mutex;
  bool reading = false, added = false;
  patience_.gone = [&] {
    absl::MutexLock lock(&mutex);
    reading = true;
    return false;
  };
  store_->Write(
      {}, cause_,
      [&](Tx& tx) -> absl::StatusOr<resource::Store::Fate> {
        {
          absl::MutexLock lock(&mutex);
          mutex.Await(absl::Condition(&reading));
        }
        absl::SleepFor(absl::Milliseconds(200));
        v1alpha::Release release;
        v1alpha::ReleasedTable table;
        if (absl::Status s = tx.Load(NameOf("bericht"), &release); !s.ok()) return s;
        if (absl::Status s = tx.Load(NameOf("bericht") + "/tables/t0001", &table); !s.ok())
          return s;
        table.set_name(NameOf("bericht") + "/tables/t0002");
        table.set_spec_sha256("other");
        if (absl::Status s = tx.Create(&table); !s.ok()) return s;
        release.set_table_count(2);
        if (absl::Status s = tx.Save("TABULATE", "", &release); !s.ok()) return s;
        return resource::Store::Fate::kKeep;
      },
      [&](absl::Status status) {
        EXPECT_TRUE(status.ok()) << status;
        absl::MutexLock lock(&mutex);
        added = true;
      });
  ASSERT_EQ(Freeze("bericht"), kOk) << status_;
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&added));
  }
  EXPECT_EQ(release_.table_count(), 2);
  const absl::Status read = store_->Read([&](Tx& tx) {
    const auto hash = TablesHash(tx, NameOf("bericht"));
    EXPECT_EQ(release_.tables_sha256(), hash.ok() ? *hash : "");
    return hash.status();
  });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_F(FiguresTest, TheSameAgainIsTheSame) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  const v1alpha::Release first = release_;
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  EXPECT_TRUE(MessageDifferencer::Equals(release_, first));
  ASSERT_EQ(Add("bericht", {Spec({"O", "G"}), Spec({"O", "G"})}), kOk) << status_;
  ASSERT_THAT(added_.tables(), SizeIs(2));
  const Table table = added_.tables(0);
  EXPECT_TRUE(MessageDifferencer::Equals(added_.tables(1), table));
  ASSERT_EQ(Add("bericht", {Spec({"U"}), Spec({"O", "G"})}), kOk) << status_;
  EXPECT_TRUE(MessageDifferencer::Equals(added_.tables(1), table));
  ASSERT_EQ(GetRelease("bericht"), kOk);
  EXPECT_EQ(release_.table_count(), 2);
  EXPECT_EQ(built_, 1) << "the answers were read once";
  ASSERT_EQ(Freeze("bericht", release_.etag()), kOk) << status_;
  const v1alpha::Release frozen = release_;
  GoTo(absl::CivilDay(2021, 3, 1));
  ASSERT_EQ(Freeze("bericht", first.etag()), kOk) << status_;
  EXPECT_TRUE(MessageDifferencer::Equals(release_, frozen));
}

TEST_F(FiguresTest, BeginningTellsWhatStandsInTheWay) {
  EXPECT_EQ(Create(Begin("bericht")), kNotFound);
  MakeFiguresWave();
  EXPECT_EQ(Create(Begin("bericht")), kNotClosed);
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  auto q = Begin("bericht");
  q.mutable_release()->add_break_variables("Q9");
  EXPECT_EQ(Create(q), kInvalid);
  EXPECT_THAT(status_.ToString(), HasSubstr("break_variables[2]"));
  q = Begin("bericht");
  q.mutable_release()->set_minimum_cell(4);
  EXPECT_EQ(Create(q), kInvalid);
  q = Begin("bericht");
  q.set_validate_only(true);
  ASSERT_EQ(Create(q), kOk) << status_;
  EXPECT_EQ(GetRelease("bericht"), kNotFound);
  EXPECT_FALSE(FiguresAreKept()) << "nothing was told";
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  q = Begin("bericht");
  q.mutable_release()->set_minimum_cell(10);
  EXPECT_EQ(Create(q), kExists);
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
  EXPECT_EQ(Create(Begin("zweite")), kDeleted);
  EXPECT_EQ(Add("bericht", {Spec({"O"})}), kDeleted);
  EXPECT_EQ(GetRelease("bericht"), kOk) << "what was given away stays";
}

TEST_F(FiguresTest, TablesTellWhatIsWrong) {
  MakeClosedWave();
  EXPECT_EQ(Add("bericht", {Spec({"O"})}), kNotFound);
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  EXPECT_EQ(Add("bericht", {}), kInvalid);
  EXPECT_EQ(Add("bericht", std::vector<TableSpec>(501, Spec({"O"}))), kInvalid);
  EXPECT_EQ(Add("bericht", {Spec({"O"}), Spec({"Q9"})}), kInvalid);
  EXPECT_THAT(status_.ToString(), HasSubstr("tables[1]"));
  EXPECT_EQ(Add("bericht", {Spec({"U", "O"})}), kInvalid) << "O is no break variable";
  EXPECT_EQ(Add("bericht", {Spec({"O"}, "G", {"q"})}), kInvalid);
  EXPECT_EQ(Freeze("bericht"), kWrongState) << "it has no tables";
  EXPECT_EQ(Freeze("keine"), kNotFound);
  EXPECT_EQ(Freeze("bericht", "7"), kEtag);
  EXPECT_EQ(Check("keine"), kNotFound);
  ASSERT_EQ(GetRelease("bericht"), kOk);
  EXPECT_EQ(release_.table_count(), 0);
}

// 34 women, and 37 who are women or diverse: two harmless tables whose difference are three.
TEST_F(FiguresTest, ASecondReleaseIsProtectedBesideTheFirst) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("erste")), kOk) << status_;
  ASSERT_EQ(Create(Begin("zweite")), kOk) << status_;
  ASSERT_EQ(Add("erste", {Spec({"O"}, "G", {"w"})}), kOk) << status_;
  EXPECT_EQ(added_.tables(0).refusal(), Table::REFUSAL_UNSPECIFIED);
  EXPECT_EQ(Add("zweite", {Spec({"O"}, "G", {"w", "d"}), Spec({"O"}, "G", {"m", "d"})}), kOk);
  EXPECT_EQ(added_.tables(0).refusal(), Table::REFUSAL_SINGLES_OUT);
  EXPECT_EQ(added_.tables(0).layers_size(), 0);
  EXPECT_EQ(added_.tables(0).base(), 0);
  ASSERT_EQ(Add("zweite", {Spec({"O"}, "G", {"d"}), Spec({"O", "U"})}), kOk) << status_;
  EXPECT_EQ(added_.tables(0).refusal(), Table::REFUSAL_SINGLES_OUT);
  EXPECT_EQ(added_.tables(1).refusal(), Table::REFUSAL_UNSPECIFIED) << "others go on";
  for (const char* release : {"erste", "zweite"}) {
    ASSERT_EQ(Check(release), kOk) << status_;
    EXPECT_TRUE(checked_.passed()) << release << ": " << checked_.ShortDebugString();
  }
  EXPECT_EQ(checked_.refused_tables() + checked_.published_tables(), 4);
}

// Somebody begins releases with one threshold after the other, to see from which one on a filter
// selects too few: 57 or 37 people, less the women or men that are known, are the three.
TEST_F(FiguresTest, ARefusalDoesNotTellHowManyAFilterSelects) {
  MakeClosedWave();
  const std::vector<std::vector<std::string>> filters{{"w", "m"}, {"w", "d"}, {"d"}};
  for (const int minimum : {10, 36, 37, 38, 56, 57, 58, 60, 61}) {
    const std::string release = absl::StrCat("ab", minimum);
    auto q = Begin(release.c_str());
    q.mutable_release()->set_minimum_base(minimum);
    ASSERT_EQ(Create(q), kOk) << status_;
    std::vector<TableSpec> specs;
    for (const auto& options : filters) specs.push_back(Spec({"O"}, "G", options));
    specs.push_back(Spec({"O"}));
    ASSERT_EQ(Add(release, specs), kOk) << status_;
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(added_.tables(i).refusal(), Table::REFUSAL_SINGLES_OUT) << minimum << " " << i;
    }
    // How many there are in all is no secret.
    EXPECT_EQ(added_.tables(3).refusal(),
              minimum > kPeople ? Table::REFUSAL_BASE_TOO_SMALL : Table::REFUSAL_UNSPECIFIED);
  }
}

TEST_F(FiguresTest, TwoWhoAddAtOnceAreProtectedTogether) {
  MakeClosedWave();
  std::vector<std::thread> callers;
  std::vector<absl::Status> ended(4);
  for (int i = 0; i < 4; ++i) {
    ASSERT_EQ(Create(Begin(absl::StrCat("r", i).c_str())), kOk) << status_;
  }
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&, i] {
      v1alpha::TabulateResponse r;
      // Of those two at least one has to be refused.
      const auto other = i % 2 == 0 ? Spec({"O"}, "G", {"w"}) : Spec({"O"}, "G", {"w", "d"});
      ended[i] = Ask(absl::StrCat("r", i), {Spec({"O", "G"}), other}, &r);
    });
  }
  for (std::thread& caller : callers) caller.join();
  std::set<int> filters;
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(ended[i].ok()) << ended[i];
    const std::string release = absl::StrCat("r", i);
    ASSERT_EQ(Check(release), kOk) << status_;
    EXPECT_TRUE(checked_.passed()) << checked_.ShortDebugString();
    if (Stored(release, "t0002").table().refusal() == Table::REFUSAL_UNSPECIFIED) {
      filters.insert(i % 2);
    }
  }
  EXPECT_LE(filters.size(), 1u) << "their difference are three people";
}

TEST_F(FiguresTest, WhoWithdrawsChangesNoFigure) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  const v1alpha::TabulateWaveResponse before = tables_;
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << status_;
  const Table table = added_.tables(0);
  v1alpha::GetCollectionReportRequest report;
  report.set_name(kWave);
  report.set_with_items(true);
  v1alpha::GetCollectionReportResponse told, told_again;
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, report, &told)), kOk);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  ASSERT_EQ(Tabulate(), kOk) << status_;
  EXPECT_EQ(tables_.wave().response_count(), kPeople - 1);
  tables_.clear_wave();
  v1alpha::TabulateWaveResponse expected = before;
  expected.clear_wave();
  EXPECT_TRUE(MessageDifferencer::Equals(tables_, expected));
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, report, &told_again)),
            kOk);
  told.clear_wave();
  told_again.clear_wave();
  EXPECT_TRUE(MessageDifferencer::Equals(told_again, told));
  EXPECT_EQ(Add("bericht", {Spec({"O", "G"})}), kChanged);
  EXPECT_EQ(Check("bericht"), kChanged);
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << "it was given away";
  EXPECT_TRUE(MessageDifferencer::Equals(added_.tables(0), table));
  ASSERT_EQ(Create(Begin("zweite")), kOk) << status_;
  EXPECT_EQ(Add("zweite", {Spec({"O"})}), kChanged);
}

// Before anything was told nobody can compare.
TEST_F(FiguresTest, WhoWithdrawsBeforeIsInNoFigure) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  EXPECT_EQ(release_.responses(), kPeople - 1);
  ASSERT_EQ(Add("bericht", {Spec({"O", "U"})}), kOk) << status_;
  EXPECT_EQ(added_.tables(0).base(), kPeople - 1);
}

// The report tells where people broke off: what it said before may not be compared with later.
TEST_F(FiguresTest, WhoWithdrawsAfterAReportChangesNoneOfIt) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  v1alpha::GetCollectionReportRequest report;
  report.set_name(kWave);
  v1alpha::GetCollectionReportResponse told, told_again;
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, report, &told)), kOk);
  ASSERT_GT(told.sections_size(), 0);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, report, &told_again)),
            kOk);
  told.clear_wave();
  told_again.clear_wave();
  EXPECT_TRUE(MessageDifferencer::Equals(told_again, told));
}

// The sums of the fingerprint less those of who is left are what the one who left had said.
TEST_F(FiguresTest, NothingIsKeptThatGivesBackWhatWasWithdrawn) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  ASSERT_GT(Kept().variables_size(), 0);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  EXPECT_EQ(Kept().variables_size(), 0);
  EXPECT_EQ(Kept().people(), 0u);
  EXPECT_TRUE(Kept().changed());
}

TEST_F(FiguresTest, NothingIsKeptThatGivesBackWhatWasErasedOfAll) {
  MakeClosedWave();
  ASSERT_EQ(Tabulate(), kOk) << status_;
  const auto before = Kept();
  ASSERT_EQ(EraseQuestion("U"), kOk) << status_;
  const auto after = Kept();
  ASSERT_EQ(after.variables_size(), before.variables_size());
  int gone = 0;
  for (int i = 0; i < after.variables_size(); ++i) {
    EXPECT_TRUE(after.variables(i) == before.variables(i) || after.variables(i) == 0);
    gone += before.variables(i) != 0 && after.variables(i) == 0 ? 1 : 0;
  }
  EXPECT_GE(gone, 1);
  EXPECT_FALSE(after.changed());
}

TEST_F(FiguresTest, WhatWasGivenAwayStaysWhenTheAnswersGo) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << status_;
  ASSERT_EQ(Purge(), kOk) << status_;
  EXPECT_EQ(Add("bericht", {Spec({"U"})}), kWrongState);
  EXPECT_EQ(Check("bericht"), kWrongState);
  EXPECT_EQ(Create(Begin("zweite")), kWrongState);
  EXPECT_EQ(Tabulate(), kWrongState);
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << status_;
  EXPECT_EQ(added_.tables(0).base(), kPeople);
  ASSERT_EQ(Freeze("bericht"), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
  EXPECT_EQ(Stored("bericht", "t0001").table().base(), kPeople);
  v1alpha::ListReleasedTablesRequest q;
  q.set_parent(absl::StrCat(kWave, "/releases/-"));
  v1alpha::ListReleasedTablesResponse listed;
  ASSERT_EQ(Run(q, &listed), kOk) << status_;
  EXPECT_THAT(listed.tables(), SizeIs(1));
}

TEST_F(FiguresTest, VariablesComeInPages) {
  MakeFiguresWave();
  v1alpha::ListVariablesRequest q;
  v1alpha::ListVariablesResponse r;
  const auto list = [&] { return Read<v1alpha::ListVariablesRequest>(&ListVariables, q, &r); };
  EXPECT_EQ(list(), kInvalid) << "no name";
  q.set_parent(kWave);
  std::vector<std::string> codes;
  q.set_page_size(3);
  do {
    ASSERT_EQ(list(), kOk) << status_;
    for (const auto& variable : r.variables()) codes.push_back(variable.code());
    q.set_page_token(r.next_page_token());
  } while (!r.next_page_token().empty());
  EXPECT_THAT(codes, ::testing::ElementsAre("G", "O", "U", "L"));
  EXPECT_TRUE(r.variables(0).conditional());
  q.set_page_token("x");
  EXPECT_EQ(list(), kToken);
  q.set_parent(absl::StrCat(kSurvey, "/waves/keine"));
  EXPECT_EQ(list(), kToken) << "before anything is looked at";
  q.clear_page_token();
  EXPECT_EQ(list(), kNotFound);
  q.set_page_size(-1);
  EXPECT_EQ(list(), kInvalid);
}

}  // namespace
}  // namespace lotse::survey
