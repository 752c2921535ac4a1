// What is stored of a study is found again, and moves with the words it lies on.
#include "services/survey/qualitative/material/study_files.h"

#include <gmock/gmock.h>

#include "services/survey/qualitative/material/material_testing.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(MaterialTest, ATextIsFoundAsItWasStored) {
  const StoredText text = TextOf("t1", "Hallo allerseits");
  Store(text);
  Store(TextOf("t2", "Guten Tag"));
  Reopen();
  const auto found = Find("t1");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->content, text.content);
  EXPECT_EQ(found->revision, 1);
  EXPECT_EQ(found->turns, text.turns);
  EXPECT_FALSE(Find("t3").has_value());
  Read([&](sql::Connection& connection) {
    EXPECT_THAT(TextsBehind(connection, "gruppe", "", 10), SizeIs(2));
    const auto rest = TextsBehind(connection, "gruppe", "t1", 10);
    EXPECT_THAT(rest, SizeIs(1));
    EXPECT_EQ(rest.at(0).content, "") << "lists have no content";
    EXPECT_THAT(TextsBehind(connection, "interview", "", 10), IsEmpty());
    return absl::OkStatus();
  });
  const absl::Status twice =
      files_->Add([&](sql::Connection& connection) { return AddText(connection, text); });
  EXPECT_EQ(rpc::ReasonOf(twice), type::v1alpha::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_THAT(twice.ToString(), HasSubstr(absl::StrCat(kStudy, "/cases/gruppe/texts/t1")));
}

TEST_F(MaterialTest, TheSameCodingIsStoredOnce) {
  Store(TextOf("t1", "Hallo allerseits"));
  Code("a", {0, 5}, "gruss");
  Add([&](sql::Connection& connection) {
    const auto again = AddCoding(connection, {"b", "t1", {0, 5}, "gruss", "c-eins", 19});
    EXPECT_EQ(again->coding_id, "a");
    const auto taken = AddCoding(connection, {"a", "t1", {0, 4}, "gruss", "c-eins", 19});
    EXPECT_EQ(rpc::ReasonOf(taken.status()), type::v1alpha::ERROR_REASON_RESOURCE_EXISTS);
    const auto nowhere = AddCoding(connection, {"c", "t9", {0, 4}, "gruss", "c-eins", 19});
    EXPECT_EQ(rpc::ReasonOf(nowhere.status()), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
    return absl::OkStatus();
  });
  Code("d", {0, 5}, "gruss", "c-zwei");
  EXPECT_THAT(Codings(), SizeIs(2)) << "of two coders";
}

TEST_F(MaterialTest, RecodingMergesWhatBecomesTheSame) {
  Store(TextOf("t1", "Hallo allerseits"));
  Code("a", {0, 5}, "gruss");
  Code("b", {0, 5}, "anrede");
  Code("c", {6, 9}, "anrede");
  Add([&](sql::Connection& connection) {
    for (const StoredCoding& coding : CodingsOfCode(connection, "anrede")) {
      Recode(connection, coding, "gruss");
    }
    EXPECT_THAT(CodingsOfCode(connection, "anrede"), IsEmpty());
    EXPECT_THAT(CodingsOfCode(connection, "gruss"), SizeIs(2));
    return absl::OkStatus();
  });
}

TEST_F(MaterialTest, WhatLiesOnATextMovesWithIt) {
  Store(TextOf("t1", "Hallo allerseits"));
  Code("a", {0, 5}, "gruss");
  Code("b", {6, 16}, "gruss");
  Code("c", {0, 2}, "gruss");
  Code("d", {8, 10}, "gruss");
  Add([&](sql::Connection& connection) {
    EXPECT_TRUE(
        AddMemo(connection, {"m", "t1", "", "x", TextSpan{6, 16}, "c-eins", "merken", 1, 1}).ok());
    KeepQuoteSource(connection, {"r", "a", "t1", {6, 16}, "sub-1"});
    KeepQuoteSource(connection, {"r", "b", "t1", {0, 2}, "sub-1"});
    return absl::OkStatus();
  });
  // Two go: one has no word left, one becomes the same as another.
  const auto moved = Change(1, "Oh, hallo", [](TextSpan span) -> std::optional<TextSpan> {
    if (span == TextSpan{0, 2}) return std::nullopt;
    if (span == TextSpan{8, 10}) return TextSpan{1, 3};
    if (span == TextSpan{6, 16}) return TextSpan{1, 3};
    return span;
  });
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->revision, 2);
  EXPECT_EQ(moved->codings, 1);
  EXPECT_EQ(moved->deleted_codings, 2);
  EXPECT_EQ(moved->deleted_quote_sources, 1);
  EXPECT_EQ(Find("t1")->content, "Oh, hallo");
  EXPECT_THAT(Find("t1")->turns, SizeIs(1));
  ASSERT_THAT(Codings(), SizeIs(2));
  EXPECT_EQ(Codings()[0].span, (TextSpan{0, 5})) << "as it was";
  EXPECT_EQ(Codings()[1].span, (TextSpan{1, 3}));
  Read([&](sql::Connection& connection) {
    EXPECT_EQ(MemosOf(connection, "x").at(0).span, (TextSpan{1, 3}));
    EXPECT_THAT(QuoteSources(connection, "r"), SizeIs(1));
    return absl::OkStatus();
  });
}

TEST_F(MaterialTest, AChangeOfWhatIsNotThereAnyMoreIsRefused) {
  Store(TextOf("t1", "Hallo allerseits"));
  const auto same = [](TextSpan span) { return std::optional<TextSpan>(span); };
  ASSERT_TRUE(Change(1, "Hallo", same).ok());
  const absl::Status changed = Change(1, "anders", same).status();
  EXPECT_EQ(rpc::ReasonOf(changed), type::v1alpha::ERROR_REASON_ETAG_MISMATCH);
  const std::string name = absl::StrCat(kStudy, "/cases/gruppe/texts/t1");
  EXPECT_THAT(std::string(changed.message()), HasSubstr(absl::StrCat(name, " is at revision 2")));
  EXPECT_EQ(Find("t1")->content, "Hallo");
  ASSERT_TRUE(files_
                  ->Overwrite([](sql::Connection& connection) {
                    RemoveText(connection, "t1");
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(rpc::ReasonOf(Change(2, "anders", same).status()),
            type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(MaterialTest, ACodebookKeepsItsHistory) {
  Add([&](sql::Connection& connection) {
    EXPECT_TRUE(AddCodebook(connection, "buch", "eins").ok());
    EXPECT_EQ(rpc::ReasonOf(AddCodebook(connection, "buch", "eins")),
              type::v1alpha::ERROR_REASON_RESOURCE_EXISTS);
    EXPECT_EQ(*ChangeCodebook(connection, "buch", 1, "zwei", "um eins mehr"), 2);
    const absl::Status changed = ChangeCodebook(connection, "buch", 1, "drei", "").status();
    EXPECT_EQ(rpc::ReasonOf(changed), type::v1alpha::ERROR_REASON_ETAG_MISMATCH);
    EXPECT_THAT(std::string(changed.message()),
                HasSubstr(absl::StrCat(kStudy, "/codebooks/buch is at revision 2")));
    EXPECT_EQ(rpc::ReasonOf(ChangeCodebook(connection, "heft", 1, "drei", "").status()),
              type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
    EXPECT_EQ(*ChangeCodebook(connection, "buch", 2, "drei", "noch eins"), 3);
    return absl::OkStatus();
  });
  Reopen();
  Read([&](sql::Connection& connection) {
    EXPECT_EQ(FindCodebook(connection, "buch")->content, "drei");
    EXPECT_THAT(ChangesBehind(connection, "buch", 1, 10), SizeIs(2));
    EXPECT_EQ(ChangesBehind(connection, "buch", 2, 10).at(0).change, "noch eins");
    return absl::OkStatus();
  });
}

TEST_F(MaterialTest, NamesLieInAFileOfTheirOwn) {
  const StoredName anna{"gruppe", "P01", "Anna Beispiel", "anna@example.org", 100};
  const StoredName ben{"gruppe", "P02", "Ben Beispiel", "", 200};
  ASSERT_TRUE(files_
                  ->ChangeNames([&](sql::Connection& connection) {
                    KeepName(connection, anna);
                    KeepName(connection, ben);
                    return absl::OkStatus();
                  })
                  .ok());
  Reopen();
  ASSERT_TRUE(files_
                  ->ReadNames({},
                              [&](sql::Connection& connection) {
                                EXPECT_THAT(NamesOfCase(connection, "gruppe"),
                                            ElementsAre(anna, ben));
                                EXPECT_THAT(AllNames(connection), SizeIs(2));
                                return absl::OkStatus();
                              })
                  .ok());
  std::ifstream material(StudyFiles::PathsOf(folders_, kStudy).material, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(material)), {});
  EXPECT_FALSE(absl::StrContains(bytes, "Beispiel"));
}

// Else a study whose material is gone would look like one of which nothing was said.
TEST_F(MaterialTest, LostMaterialIsNoEmptyStudy) {
  for (const bool with_person : {true, false}) {
    if (with_person) {
      ASSERT_TRUE(files_
                      ->ChangeNames([](sql::Connection& connection) {
                        KeepName(connection, {"gruppe", "P01", "Anna Beispiel", "", 100});
                        return absl::OkStatus();
                      })
                      .ok());
    }
    files_.reset();
    const auto paths = StudyFiles::PathsOf(folders_, kStudy);
    std::filesystem::remove(paths.material);
    for (int i = 0; i < 2; ++i) {
      const absl::Status opened = StudyFiles::Open(folders_, kStudy, 64).status();
      EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
      EXPECT_TRUE(absl::StrContains(opened.message(), kStudy)) << opened;
      EXPECT_FALSE(StudyFiles::IsThere(paths.material)) << "a backup finds its place empty";
    }
    // Both were taken away: the study is made anew.
    std::filesystem::remove(paths.names);
    Reopen();
  }
}

TEST_F(MaterialTest, LostNamesAreTold) {
  files_.reset();
  const std::string names = StudyFiles::PathsOf(folders_, kStudy).names;
  std::filesystem::remove(names);
  for (int i = 0; i < 2; ++i) {
    const absl::Status opened = StudyFiles::Open(folders_, kStudy, 64).status();
    EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
    EXPECT_TRUE(absl::StrContains(opened.message(), kStudy)) << opened;
    EXPECT_FALSE(StudyFiles::IsThere(names)) << "a backup finds its place empty";
  }
}

// As a process leaves it that is killed at each step of making the files.
TEST_F(MaterialTest, FilesThatWereNotMadeToTheirEndAreCompleted) {
  const auto execute = [](const std::string& path, const char* sql) {
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec(sql);
  };
  const auto paths = StudyFiles::PathsOf(folders_, kStudy);
  files_.reset();
  execute(paths.names, "UPDATE study_names SET has_material = 0");
  Reopen();
  files_.reset();
  execute(paths.names, "UPDATE study_names SET has_material = 0");
  execute(paths.material, "DELETE FROM study_material");
  Reopen();
  files_.reset();
  execute(paths.names, "DELETE FROM study_names");
  execute(paths.material, "DELETE FROM study_material");
  Reopen();
  files_.reset();
  std::filesystem::remove(paths.material);
  EXPECT_TRUE(absl::IsDataLoss(StudyFiles::Open(folders_, kStudy, 64).status()))
      << "it was completed";
}

TEST_F(MaterialTest, FilesOfAnotherStudyOrWithoutTheirNamesAreRefused) {
  files_.reset();
  const auto mine = StudyFiles::PathsOf(folders_, kStudy);
  const auto other = StudyFiles::PathsOf(folders_, kOtherStudy);
  std::filesystem::copy_file(mine.material, other.material);
  std::filesystem::copy_file(mine.names, other.names);
  EXPECT_TRUE(absl::IsDataLoss(StudyFiles::Open(folders_, kOtherStudy, 64).status()));
  std::filesystem::remove(mine.names);
  EXPECT_TRUE(absl::IsDataLoss(StudyFiles::Open(folders_, kStudy, 64).status()));
}

}  // namespace
}  // namespace lotse::survey::qualitative
