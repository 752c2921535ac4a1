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
  EXPECT_EQ(built_, 1) << "what tables are counted from waits for the first of them";
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
