// What coders noted is kept, whatever becomes of the codings that it is on.
#include <gmock/gmock.h>

#include <string>
#include <utility>

#include "services/survey/qualitative/material/material_testing.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string kText = kStudy + std::string("/cases/gruppe/texts/t1");
std::string CodingNamed(const std::string& id) { return kStudy + ("/codings/" + id); }

class MemoTest : public MaterialTest {
 protected:
  // A text with two codings that differ in their code, and a third one; a memo on each.
  void SetUp() override {
    MaterialTest::SetUp();
    Store(TextOf("t1", "Hallo allerseits"));
    Code("a", {0, 5}, "gruss");
    Code("b", {0, 5}, "anrede");
    Code("c", {6, 9}, "anrede");
    for (const std::string id : {"a", "b", "c"}) {
      Add([&](sql::Connection& connection) {
        return AddMemo(connection, {"m" + id, "t1", "", CodingNamed(id), std::nullopt, "c-eins",
                                    "zu " + id, 1, 1});
      });
    }
  }
  std::vector<StoredMemo> Memos(const std::string& subject) {
    std::vector<StoredMemo> memos;
    Read([&](sql::Connection& connection) {
      memos = MemosOf(connection, subject);
      return absl::OkStatus();
    });
    return memos;
  }
};

TEST(StoredMemo, TwoSayTheSameWhateverTheirTimes) {
  const StoredMemo memo = {"m", "t1", "g", "studies/s", TextSpan{0, 5}, "c-eins", "heiter", 1, 1};
  StoredMemo other = memo;
  other.memo_id = "n";
  other.update_time = 2;
  EXPECT_TRUE(SayTheSame(memo, other));
  for (const auto& [field, value] :
       {std::pair(&StoredMemo::subject, "studies/t"), std::pair(&StoredMemo::coder, "c-zwei"),
        std::pair(&StoredMemo::content, "ernst")}) {
    other = memo;
    other.*field = value;
    EXPECT_FALSE(SayTheSame(memo, other)) << value;
  }
  other = memo;
  other.span.reset();
  EXPECT_FALSE(SayTheSame(memo, other));
}

TEST_F(MemoTest, GoOverToTheCodingThatARecodingLeaves) {
  Add([](sql::Connection& connection) {
    for (const StoredCoding& coding : CodingsOfCode(connection, "anrede")) {
      Recode(connection, coding, "gruss");
    }
    return absl::OkStatus();
  });
  ASSERT_THAT(Codings(), SizeIs(2));
  EXPECT_THAT(Memos(CodingNamed("a")), SizeIs(2));
  EXPECT_THAT(Memos(CodingNamed("b")), IsEmpty());
  EXPECT_THAT(Memos(CodingNamed("c")), SizeIs(1)) << "its coding only got another code";
}

TEST_F(MemoTest, OfARemovedCodingAreOnItsPartOfTheText) {
  Add([](sql::Connection& connection) {
    EXPECT_TRUE(RemoveCoding(connection, "c"));
    EXPECT_FALSE(RemoveCoding(connection, "c"));
    return absl::OkStatus();
  });
  EXPECT_THAT(Memos(CodingNamed("c")), IsEmpty());
  ASSERT_THAT(Memos(kText), SizeIs(1));
  EXPECT_EQ(Memos(kText)[0].content, "zu c");
  EXPECT_EQ(Memos(kText)[0].span, (TextSpan{6, 9}));
}

TEST_F(MemoTest, FollowTheirCodingsThroughAChangeOfTheText) {
  Code("d", {8, 10}, "anrede");
  Add([](sql::Connection& connection) {
    return AddMemo(connection,
                   {"md", "t1", "", CodingNamed("d"), TextSpan{8, 9}, "c-eins", "zu d", 1, 1});
  });
  // `a` and `b` have no word left, `c` and `d` become the same.
  const auto moved = Change(1, "allerseits", [](TextSpan span) -> std::optional<TextSpan> {
    if (span == TextSpan{0, 5}) return std::nullopt;
    if (span == TextSpan{8, 9}) return TextSpan{2, 3};
    return TextSpan{0, 3};
  });
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->deleted_codings, 3);
  ASSERT_THAT(Memos(kText), SizeIs(2));
  for (const StoredMemo& memo : Memos(kText)) EXPECT_EQ(memo.span, std::nullopt) << memo.content;
  ASSERT_THAT(Codings(), SizeIs(1));
  const auto on_it = Memos(CodingNamed(Codings()[0].coding_id));
  ASSERT_THAT(on_it, SizeIs(2));
  EXPECT_EQ(on_it[1].span, (TextSpan{2, 3})) << "a part of its own";
}

TEST_F(MemoTest, AreWrittenOnceAndChangedByTheirCoder) {
  Add([](sql::Connection& connection) {
    EXPECT_EQ(rpc::ReasonOf(AddMemo(
                  connection, {"ma", "t1", "", kText, std::nullopt, "c-zwei", "anders", 2, 2})),
              type::v1alpha::ERROR_REASON_RESOURCE_EXISTS);
    EXPECT_EQ(rpc::ReasonOf(AddMemo(
                  connection, {"neu", "t9", "", kText, std::nullopt, "c-zwei", "anders", 2, 2})),
              type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
    EXPECT_EQ(rpc::ReasonOf(ChangeMemo(connection, "ma", "c-zwei", "anders", 2)),
              type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
    EXPECT_EQ(rpc::ReasonOf(ChangeMemo(connection, "mz", "c-eins", "anders", 2)),
              type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
    EXPECT_EQ(MemosOf(connection, CodingNamed("a")).at(0).content, "zu a");
    EXPECT_TRUE(ChangeMemo(connection, "ma", "c-eins", "neu zu a", 3).ok());
    return absl::OkStatus();
  });
  ASSERT_THAT(Memos(CodingNamed("a")), SizeIs(1));
  EXPECT_EQ(Memos(CodingNamed("a"))[0].content, "neu zu a");
  EXPECT_EQ(Memos(CodingNamed("a"))[0].update_time, 3);
  EXPECT_EQ(Memos(CodingNamed("a"))[0].create_time, 1);
  EXPECT_EQ(Memos(CodingNamed("a"))[0].case_id, "gruppe") << "that of the text";
}

TEST_F(MemoTest, OfACodingThatGivesWayAreOnTheOneThatStays) {
  Add([](sql::Connection& connection) {
    ReplaceCoding(connection, *FindCoding(connection, "a"), *FindCoding(connection, "c"));
    return absl::OkStatus();
  });
  EXPECT_THAT(Codings(), SizeIs(2));
  EXPECT_THAT(Memos(CodingNamed("a")), IsEmpty());
  EXPECT_THAT(Memos(CodingNamed("c")), SizeIs(2));
  EXPECT_THAT(Memos(kText), IsEmpty());
}

TEST_F(MemoTest, AreFoundAndReadInPages) {
  Read([&](sql::Connection& connection) {
    EXPECT_EQ(FindMemo(connection, "mb")->content, "zu b");
    EXPECT_FALSE(FindMemo(connection, "mz").has_value());
    const auto ids = [&](const MemoRange& range) {
      std::string all;
      const MemoPage page = MemosBehind(connection, range);
      for (const StoredMemo& memo : page.memos) all += memo.memo_id + " ";
      return all + (page.more ? "more" : "end");
    };
    EXPECT_EQ(ids({"", "", 10, 1000}), "ma mb mc end");
    EXPECT_EQ(ids({"", "", 2, 1000}), "ma mb more");
    EXPECT_EQ(ids({"", "mb", 2, 1000}), "mc end");
    EXPECT_EQ(ids({"", "", 10, 5}), "ma mb more") << "large ones fill a page";
    EXPECT_EQ(ids({CodingNamed("b"), "", 10, 1000}), "mb end");
    EXPECT_EQ(ids({CodingNamed("b"), "mb", 10, 1000}), "end");
    return absl::OkStatus();
  });
}

TEST_F(MemoTest, CodingsAreReadAlongTheTexts) {
  Store(TextOf("t0", "Guten Tag"));
  Code("d", {0, 5}, "gruss", "c-eins", "t0");
  Read([](sql::Connection& connection) {
    std::string order;
    StoredCoding last;
    last.span = {-1, -1};
    for (;;) {
      const std::vector<StoredCoding> next = CodingsBehind(connection, last, /*most=*/1);
      if (next.empty()) break;
      last = next[0];
      order += last.coding_id;
    }
    EXPECT_EQ(order, "dbac") << "at the same place by code";
    EXPECT_EQ(PlaceOf(connection, "t0")->case_id, "gruppe");
    EXPECT_EQ(PlaceOf(connection, "t0")->revision, 1);
    EXPECT_FALSE(PlaceOf(connection, "t9").has_value());
    return absl::OkStatus();
  });
}

}  // namespace
}  // namespace lotse::survey::qualitative
