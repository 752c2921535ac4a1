// What was corrected, redacted or erased is in no byte of any file of a study.
#include <gmock/gmock.h>

#include <thread>

#include "services/survey/qualitative/material/material_testing.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ErasureTest : public MaterialTest {
 protected:
  // Long enough to lie on pages of its own, and begun so that a part of it is found too.
  static std::string Secret() {
    std::string secret;
    for (int i = 0; i < 2'000; ++i) absl::StrAppend(&secret, "Geheimrat Silberzunge ", i, ". ");
    return secret;
  }
  void StoreSecret() {
    Store(TextOf("t1", Secret()));
    Store(TextOf("t2", "bleibt hier"));
    Code("a", {0, 9}, "wer");
    Add([&](sql::Connection& connection) {
      return AddMemo(connection, {"m", "t1", "", kStudy + std::string("/cases/gruppe/texts/t1"),
                                  std::nullopt, "c-eins", "Silberzunge merken", 1, 1});
    });
    ASSERT_THAT(AllBytes(), HasSubstr("Silberzunge")) << "else the test shows nothing";
  }
};

TEST_F(ErasureTest, ACorrectionLeavesNothingOfTheFormerText) {
  StoreSecret();
  const auto moved =
      Change(1, "Person A", [](TextSpan) { return std::optional<TextSpan>({0, 8}); });
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_THAT(Codings(), ::testing::SizeIs(1)) << "codings are kept";
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Geheimrat")));
  EXPECT_THAT(AllBytes(), HasSubstr("Silberzunge merken")) << "a memo is the coder's to change";
  ASSERT_TRUE(files_
                  ->Overwrite([](sql::Connection& connection) {
                    return ChangeMemo(connection, "m", "c-eins", "A merken", 2);
                  })
                  .ok());
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Silberzunge")));
  EXPECT_THAT(AllBytes(), HasSubstr("A merken"));
}

// As a redaction does it: some words of a long text, and again.
TEST_F(ErasureTest, ARedactionOfSomeWordsLeavesThemNowhere) {
  StoreSecret();
  std::string content = Secret();
  int64_t revision = 1;
  for (const std::string& word :
       {std::string("Silberzunge 7."), std::string("Silberzunge 1999.")}) {
    const size_t at = content.find(word);
    ASSERT_NE(at, std::string::npos);
    content.replace(at, word.size(), "[Person]");
    const auto same = [](TextSpan span) { return std::optional<TextSpan>(span); };
    ASSERT_TRUE(Change(revision++, content, same).ok());
    EXPECT_THAT(AllBytes(), Not(HasSubstr(word)));
  }
  EXPECT_THAT(AllBytes(), HasSubstr("Silberzunge 8."));
}

TEST_F(ErasureTest, AnErasedTextIsGoneWithAllThatLiesOnIt) {
  StoreSecret();
  ASSERT_TRUE(files_
                  ->Overwrite([](sql::Connection& connection) {
                    EXPECT_TRUE(RemoveText(connection, "t1"));
                    EXPECT_FALSE(RemoveText(connection, "t1"));
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Silberzunge")));
  EXPECT_THAT(AllBytes(), HasSubstr("bleibt hier"));
  EXPECT_TRUE(Codings().empty());
}

TEST_F(ErasureTest, TextsOfACaseGoTogether) {
  StoreSecret();
  Add([](sql::Connection& connection) {
    const std::string cases = kStudy + std::string("/cases/");
    EXPECT_TRUE(AddMemo(connection, {"n", "", "gruppe", cases + "gruppe", std::nullopt, "c-eins",
                                     "Silberzunge war laut", 1, 1})
                    .ok());
    return AddMemo(connection, {"o", "", "gruppe-2", cases + "gruppe-2", std::nullopt, "c-eins",
                                "von anderen", 1, 1});
  });
  ASSERT_TRUE(files_
                  ->Overwrite([](sql::Connection& connection) {
                    EXPECT_EQ(RemoveTextsOfCase(connection, "gruppe"), 2);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Silberzunge")));
  EXPECT_THAT(AllBytes(), Not(HasSubstr("bleibt hier")));
  EXPECT_THAT(AllBytes(), HasSubstr("von anderen"));
}

TEST_F(ErasureTest, ACodebookGoesWithItsHistory) {
  Add([](sql::Connection& connection) {
    const std::string book = kStudy + std::string("/codebooks/buch");
    for (const char* id : {"buch", "buch-2"}) {
      EXPECT_TRUE(AddCodebook(connection, id, "eins").ok());
      EXPECT_TRUE(ChangeCodebook(connection, id, 1, "zwei", "wegen Silberzunge").ok());
      EXPECT_TRUE(ChangeCodebook(connection, id, 2, "drei", "wegen Goldmund").ok());
    }
    for (const std::string& on : {book, book + "/codes/wer", book + "-2"}) {
      EXPECT_TRUE(AddMemo(connection, {on, "", "", on, std::nullopt, "c-eins",
                                       on == book + "-2" ? "bleibt" : "Kupferhand", 1, 1})
                      .ok());
    }
    return absl::OkStatus();
  });
  EXPECT_THAT(AllBytes(), HasSubstr("Kupferhand")) << "else the test shows nothing";
  const auto leave = [](absl::string_view change) {
    return std::string(absl::StartsWith(change, "wegen ") ? "wegen" : change);
  };
  ASSERT_TRUE(files_
                  ->Overwrite([&](sql::Connection& connection) {
                    EXPECT_TRUE(RemoveCodebook(connection, "buch"));
                    EXPECT_FALSE(RemoveCodebook(connection, "buch"));
                    EXPECT_TRUE(ChangesBehind(connection, "buch", 0, 10).empty());
                    EXPECT_EQ(rpc::ReasonOf(EraseInCodebookChange(connection, "buch", 2, leave)),
                              type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
                    return EraseInCodebookChange(connection, "buch-2", 2, leave);
                  })
                  .ok());
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Silberzunge")));
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Kupferhand")));
  EXPECT_THAT(AllBytes(), HasSubstr("wegen Goldmund")) << "another change of another codebook";
  EXPECT_THAT(AllBytes(), HasSubstr("bleibt"));
}

TEST_F(ErasureTest, WhereQuotesOfAReleaseAreFromCanBeForgotten) {
  Add([](sql::Connection& connection) {
    KeepQuoteSource(connection, {"freigabe-silber", "a", "t1", {6, 16}, "sub-1"});
    KeepQuoteSource(connection, {"freigabe-gold", "a", "t1", {6, 16}, "sub-1"});
    return absl::OkStatus();
  });
  ASSERT_TRUE(files_
                  ->Overwrite([](sql::Connection& connection) {
                    EXPECT_EQ(RemoveQuoteSources(connection, "freigabe-silber"), 1);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(AllBytes(), Not(HasSubstr("freigabe-silber")));
  EXPECT_THAT(AllBytes(), HasSubstr("freigabe-gold"));
}

TEST_F(ErasureTest, NamesWhoseDayHasComeAreGone) {
  const auto keep = [&](const char* pseudonym, const char* person, int64_t day) {
    ASSERT_TRUE(files_
                    ->ChangeNames([&](sql::Connection& connection) {
                      KeepName(connection, {"gruppe", pseudonym, person, "", day});
                      return absl::OkStatus();
                    })
                    .ok());
  };
  keep("P01", "Anna Silberzunge", 100);
  keep("P02", "Ben Goldmund", 101);
  keep("P03", "Cem Kupferhand", 100'000);
  keep("P03", "Cem Eisenarm", 100'000);
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Kupferhand"))) << "what is replaced is gone at once";
  ASSERT_TRUE(files_
                  ->ChangeNames([](sql::Connection& connection) {
                    EXPECT_EQ(RemoveNamesDue(connection, "allein", 100), 0);
                    EXPECT_EQ(RemoveNamesDue(connection, "gruppe", 100), 1);
                    EXPECT_TRUE(RemoveName(connection, "gruppe", "P02"));
                    EXPECT_FALSE(RemoveName(connection, "gruppe", "P02"));
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Silberzunge")));
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Goldmund")));
  EXPECT_THAT(AllBytes(), HasSubstr("Eisenarm"));
}

TEST_F(ErasureTest, NamesAreErasedSoonerAndNeverLater) {
  ASSERT_TRUE(files_
                  ->ChangeNames([](sql::Connection& connection) {
                    KeepName(connection, {"gruppe", "P01", "Anna", "", 100});
                    KeepName(connection, {"gruppe", "P02", "Ben", "", 200});
                    KeepName(connection, {"allein", "P01", "Cem", "", 300});
                    EXPECT_EQ(EraseNamesSooner(connection, "gruppe", 150), 1);
                    EXPECT_EQ(EraseNamesSooner(connection, "gruppe", 150), 0);
                    EXPECT_EQ(EraseNamesSooner(connection, "gruppe", 400), 0);
                    return absl::OkStatus();
                  })
                  .ok());
  std::vector<std::string> days;
  ASSERT_TRUE(files_
                  ->ReadNames({},
                              [&](sql::Connection& connection) {
                                for (const NameDays& each : DaysOfNames(connection)) {
                                  days.push_back(
                                      absl::StrCat(each.case_id, " ", each.first, "-", each.last));
                                }
                                return absl::OkStatus();
                              })
                  .ok());
  EXPECT_THAT(days, ::testing::ElementsAre("allein 300-300", "gruppe 100-150"));
}

TEST_F(ErasureTest, CasesWithMaterialAreThoseWithTextsAndMemos) {
  Store(TextOf("t1", "Hallo, wer da?"));
  Store(TextOf("t2", "Hallo, wer da?"));
  Add([](sql::Connection& connection) {
    StoredMemo memo;
    memo.memo_id = "m1";
    memo.case_id = "allein";
    memo.subject = absl::StrCat(kStudy, "/cases/allein");
    if (absl::Status s = AddMemo(connection, memo); !s.ok()) return s;
    memo.memo_id = "m2";
    memo.case_id.clear();
    memo.subject = kStudy;
    return AddMemo(connection, memo);
  });
  Read([](sql::Connection& connection) {
    EXPECT_THAT(CasesWithMaterial(connection), ::testing::ElementsAre("allein", "gruppe"));
    EXPECT_EQ(CountTexts(connection), 2);
    return absl::OkStatus();
  });
}

// Somebody reads for long: then the log cannot be emptied yet, and it is told.
TEST_F(ErasureTest, WhatCannotLeaveTheLogYetIsSeenToLater) {
  StoreSecret();
  absl::Status erased;
  ASSERT_TRUE(files_
                  ->Read({},
                         [&](sql::Connection& connection) {
                           EXPECT_TRUE(FindText(connection, "t1").has_value());
                           std::thread eraser([&] {
                             erased = files_->Overwrite([](sql::Connection& other) {
                               RemoveText(other, "t1");
                               return absl::OkStatus();
                             });
                           });
                           eraser.join();
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_EQ(rpc::ReasonOf(erased), type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE) << erased;
  EXPECT_TRUE(files_->HasToTidy());
  ASSERT_TRUE(files_->Tidy().ok());
  EXPECT_FALSE(files_->HasToTidy());
  EXPECT_THAT(AllBytes(), Not(HasSubstr("Silberzunge")));
}

// A process that was killed in between may have left it in the log.
TEST_F(ErasureTest, FilesThatAreOpenedAnewHaveToBeTidied) {
  Reopen();
  EXPECT_TRUE(files_->HasToTidy());
  ASSERT_TRUE(files_->Tidy().ok());
  EXPECT_FALSE(files_->HasToTidy());
}

}  // namespace
}  // namespace lotse::survey::qualitative
