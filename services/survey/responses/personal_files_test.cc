// Files that people answer with: what is stored of them, what is taken again, and that nothing
// is left of what was erased.
#include "services/survey/responses/personal_files.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "services/survey/engine/answer_order.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/personal_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using type::v1alpha::ErrorReason;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kInvalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
constexpr auto kConflict = type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT;
constexpr auto kErased = type::v1alpha::ERROR_REASON_RESPONSE_ERASED;
constexpr auto kRefused = type::v1alpha::ERROR_REASON_INVITATION_REFUSED;

// Longer than a page of the file, so that it lies in several, and found in any of them.
std::string Content(const std::string& mark) {
  std::string content;
  while (content.size() < 20'000) absl::StrAppend(&content, "<", mark, ">");
  return content;
}

class PersonalFilesTest : public PersonalTest {
 protected:
  void SetUp() override {
    PersonalTest::SetUp();
    for (const char* recipient : {"anna", "bert"}) Ask(recipient);
  }

  static std::shared_ptr<const CompiledInstrument> TwoFiles() {
    v1alpha::Instrument instrument;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(sections {
               questions { code: "F1" kind: KIND_FILE media_types: "text/plain" }
               questions {
                 code: "F2"
                 kind: KIND_FILE
                 media_types: "text/plain"
                 media_types: "application/pdf"
                 maximum_file_bytes: 30000
               }
               questions { code: "Q1" kind: KIND_TEXT }
             })pb",
        &instrument));
    return std::make_shared<const CompiledInstrument>(instrument);
  }
  static void Add(Answers* answers, const std::string& code, const std::string& content,
                  const std::string& hash = "", const std::string& type = "text/plain") {
    auto* answer = answers->Add();
    answer->set_code(code);
    answer->mutable_file()->set_media_type(type);
    answer->mutable_file()->set_data(content);
    answer->mutable_file()->set_sha256(hash);
  }
  static Answers With(const std::string& content) {
    Answers answers;
    Add(&answers, "F1", content);
    return answers;
  }
  static Answers Meaning(const std::string& content) {
    Answers answers;
    Add(&answers, "F1", "", types::Sha256Hex(content));
    return answers;
  }
  Response Handed(const std::string& token_hash, const std::string& id, const Answers& given) {
    TakenAnswers taken = TakeAnswers(*asked_, InInstrumentOrder(*asked_, given), given);
    Response response{kWave,
                      id,
                      token_hash,
                      asked_,
                      std::move(taken.answers),
                      allowed_,
                      Wave::IDENTITY_UNSPECIFIED,
                      now_};
    response.files = std::move(taken.files);
    return response;
  }
  ErrorReason Submit(const std::string& token_hash, const std::string& id, const Answers& given) {
    return Wait([&](auto told) {
      wave_->Add(Handed(token_hash, id, given), {}, [this, told](absl::StatusOr<Stored> stored) {
        stored_ = stored.ok() ? *stored : Stored();
        told(stored.status());
      });
    });
  }
  ErrorReason Save(const std::string& token_hash, const std::string& id, const Answers& given,
                   const std::string& etag = "") {
    return Wait(
        [&](auto told) { wave_->Save(Handed(token_hash, id, given), etag, {}, Changed(told)); });
  }
  ErrorReason Edit(const std::string& token_hash, const std::string& id, const Answers& given,
                   const std::string& etag) {
    return Wait(
        [&](auto told) { wave_->Edit(Handed(token_hash, id, given), etag, {}, Changed(told)); });
  }
  // The contents that are stored of somebody, of these.
  std::vector<std::string> StoredOf(const std::string& recipient,
                                    const std::vector<std::string>& marks) {
    std::vector<std::string> found;
    EXPECT_TRUE(wave_
                    ->ReadRows({},
                               [&](sql::Connection& connection) {
                                 for (const std::string& mark : marks) {
                                   const std::string hash = types::Sha256Hex(Content(mark));
                                   if (FileContent(connection, *wave_->PseudonymOf(recipient),
                                                   hash) == Content(mark)) {
                                     found.push_back(mark);
                                   }
                                 }
                               })
                    .ok());
    return found;
  }
  int64_t Files() {
    int64_t files = 0;
    EXPECT_TRUE(
        wave_->ReadRows({}, [&](sql::Connection& connection) { files = CountFiles(connection); })
            .ok());
    return files;
  }
  // All that is on the disk of the wave's answers.
  std::string AnswerBytes() {
    const std::string file = PersonalWave::FilesOf(folders_, kWave).answers;
    return BytesOf(file) + BytesOf(file + "-wal") + BytesOf(file + "-journal");
  }
  // After what is done soon was done.
  std::string TidyBytes() {
    EXPECT_TRUE(wave_->Tidy().ok());
    return AnswerBytes();
  }

  const std::shared_ptr<const CompiledInstrument> asked_ = TwoFiles();
  const std::string anna_ = HashFor("anna"), bert_ = HashFor("bert");
};

TEST_F(PersonalFilesTest, RowsStaySmallAndNameTheirFiles) {
  ASSERT_EQ(Submit(anna_, kFirst, With(Content("eins"))), kOk);
  EXPECT_THAT(StoredOf("anna", {"eins"}), ElementsAre("eins"));
  EXPECT_THAT(StoredOf("bert", {"eins"}), IsEmpty());
  const std::string row = Rows()[0].row;
  EXPECT_LT(row.size(), 60u);
  const auto answers = DecodeResponseRow(*asked_, row);
  ASSERT_TRUE(answers.has_value());
  const auto& file = (*answers)[0].file();
  EXPECT_EQ(file.size_bytes(), static_cast<int>(Content("eins").size()));
  EXPECT_EQ(file.sha256(), types::Sha256Hex(Content("eins")));
  EXPECT_EQ(file.data(), "");
}

TEST_F(PersonalFilesTest, TheSameFileAgainIsADuplicateAndAnotherAConflict) {
  ASSERT_EQ(Submit(anna_, kFirst, With(Content("eins"))), kOk);
  ASSERT_EQ(Submit(anna_, kFirst, With(Content("eins"))), kOk);
  EXPECT_TRUE(stored_.duplicate);
  ASSERT_EQ(Submit(anna_, kFirst, Meaning(Content("eins"))), kOk) << "meant by its hash";
  EXPECT_TRUE(stored_.duplicate);
  EXPECT_EQ(Submit(anna_, kFirst, With(Content("zwei"))), kConflict);
  EXPECT_EQ(Submit(anna_, kFirst, Meaning(Content("zwei"))), kInvalid) << "nothing to compare";
  EXPECT_EQ(Submit(anna_, kFirst, Answers()), kConflict);
  EXPECT_THAT(StoredOf("anna", {"eins", "zwei"}), ElementsAre("eins"));
}

TEST_F(PersonalFilesTest, TwoPeopleHaveTheSameFileEachForThemselves) {
  ASSERT_EQ(Submit(anna_, kFirst, With(Content("eins"))), kOk);
  ASSERT_EQ(Submit(bert_, kSecond, With(Content("eins"))), kOk);
  EXPECT_EQ(Files(), 2);
  ASSERT_TRUE(wave_->Erase(*asked_, kFirst, {}).ok());
  EXPECT_THAT(StoredOf("bert", {"eins"}), ElementsAre("eins"));
  EXPECT_EQ(Files(), 1);
}

TEST_F(PersonalFilesTest, WhatIsStoredNeedNotBeSentAgain) {
  ASSERT_EQ(Save(anna_, kFirst, With(Content("eins"))), kOk);
  ASSERT_EQ(Save(anna_, kFirst, Meaning(Content("eins"))), kOk) << "the same, whatever the etag";
  Answers more = Meaning(Content("eins"));
  Add(&more, "F2", Content("zwei"));
  ASSERT_EQ(Save(anna_, kFirst, more, etag_), kOk);
  EXPECT_THAT(StoredOf("anna", {"eins", "zwei"}), ElementsAre("eins", "zwei"));
  // Also under another id: the draft is replaced, its files stay as far as they are named.
  ASSERT_EQ(Submit(anna_, kSecond, Meaning(Content("zwei"))), kOk);
  EXPECT_THAT(StoredOf("anna", {"eins", "zwei"}), ElementsAre("zwei"));
  // What was submitted before an edit stays with its version, and can be meant again.
  ASSERT_EQ(Edit(anna_, kSecond, With(Content("drei")), EtagOf(1)), kOk);
  EXPECT_THAT(StoredOf("anna", {"zwei", "drei"}), ElementsAre("zwei", "drei"));
  ASSERT_EQ(Edit(anna_, kSecond, Meaning(Content("zwei")), etag_), kOk);
}

TEST_F(PersonalFilesTest, AHashMeansNothingThatIsNotOnesOwn) {
  ASSERT_EQ(Save(anna_, kFirst, With(Content("eins"))), kOk);
  const std::string etag = etag_;
  EXPECT_EQ(Save(bert_, kSecond, Meaning(Content("eins"))), kInvalid) << "of somebody else";
  EXPECT_EQ(Submit(bert_, kSecond, Meaning(Content("eins"))), kInvalid);
  EXPECT_EQ(Save(anna_, kFirst, Meaning(Content("zwei")), etag), kInvalid) << "of nobody";
  EXPECT_EQ(Submit(HashFor("nobody"), kSecond, Meaning(Content("eins"))), kRefused);
  Ask("anna", 1);
  EXPECT_EQ(Submit(HashFor("anna", 1), kSecond, Meaning(Content("eins"))), kInvalid)
      << "who issues tokens must not find out which files somebody sent";
  EXPECT_THAT(StoredOf("anna", {"eins"}), ElementsAre("eins")) << "nothing was changed";
  EXPECT_EQ(wave_->Count(), 0);
}

TEST_F(PersonalFilesTest, AFileThatIsMeantHasToSuitItsQuestion) {
  ASSERT_EQ(Save(anna_, kFirst, With(Content("eins") + Content("lang"))), kOk);
  Answers other;
  Add(&other, "F2", "", types::Sha256Hex(Content("eins") + Content("lang")));
  EXPECT_EQ(Save(anna_, kFirst, other, etag_), kInvalid) << "too large for this question";
  ASSERT_EQ(Save(anna_, kFirst, With(Content("eins")), etag_), kOk);
  Answers pdf;
  Add(&pdf, "F2", "", types::Sha256Hex(Content("eins")), "application/pdf");
  EXPECT_EQ(Save(anna_, kFirst, pdf, etag_), kInvalid) << "it is a text";
}

TEST_F(PersonalFilesTest, FilesThatADraftDoesNotNameAnyMoreGo) {
  ASSERT_EQ(Save(anna_, kFirst, With(Content("geheim"))), kOk);
  ASSERT_EQ(Save(anna_, kFirst, With(Content("offen")), etag_), kOk);
  EXPECT_GT(woken_, 0) << "the log is to be emptied";
  EXPECT_THAT(StoredOf("anna", {"geheim", "offen"}), ElementsAre("offen"));
  EXPECT_THAT(TidyBytes(), Not(HasSubstr("geheim")));
  EXPECT_THAT(AnswerBytes(), HasSubstr("offen"));
  // The draft of a token that another one took the place of.
  Ask("anna", 1);
  ASSERT_EQ(Save(HashFor("anna", 1), kSecond, With(Content("neu"))), kOk);
  EXPECT_THAT(TidyBytes(), Not(HasSubstr("offen")));
}

TEST_F(PersonalFilesTest, VersionsThatAreDroppedTakeTheirFilesWithThem) {
  ASSERT_EQ(Submit(anna_, kFirst, With(Content("geheim"))), kOk);
  ASSERT_EQ(Edit(anna_, kFirst, With(Content("v1")), EtagOf(1)), kOk);
  for (int i = 2; i <= kMaxFormerVersions; ++i) {
    ASSERT_EQ(Edit(anna_, kFirst, With(Content(absl::StrCat("v", i))), etag_), kOk);
  }
  EXPECT_EQ(Files(), 1 + kMaxFormerVersions);
  EXPECT_THAT(StoredOf("anna", {"geheim"}), ElementsAre("geheim"));
  ASSERT_EQ(Edit(anna_, kFirst, With(Content("zuletzt")), etag_), kOk);
  EXPECT_EQ(Files(), 1 + kMaxFormerVersions);
  EXPECT_THAT(TidyBytes(), Not(HasSubstr("geheim")));
}

TEST_F(PersonalFilesTest, NothingIsLeftOfAResponseThatIsErased) {
  ASSERT_EQ(Submit(anna_, kFirst, With(Content("geheim"))), kOk);
  ASSERT_EQ(Edit(anna_, kFirst, With(Content("geheimer")), EtagOf(1)), kOk);
  ASSERT_EQ(Submit(bert_, kSecond, With(Content("offen"))), kOk);
  ASSERT_THAT(AnswerBytes(), HasSubstr("<geheim>"));
  ASSERT_TRUE(wave_->Erase(*asked_, kFirst, {}).ok());
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("<geheim")));
  EXPECT_EQ(Files(), 1);
  EXPECT_EQ(Submit(anna_, kFirst, With(Content("geheim"))), kErased);
  EXPECT_EQ(Submit(anna_, kFirst, Meaning(Content("geheim"))), kErased);
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("<geheim")));
}

TEST_F(PersonalFilesTest, NothingIsLeftOfADraftThatIsErasedOrNotHandedIn) {
  ASSERT_EQ(Save(anna_, kFirst, With(Content("geheim"))), kOk);
  ASSERT_TRUE(wave_->Erase(*asked_, kFirst, {}).ok());
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("geheim")));
  ASSERT_EQ(Save(anna_, IdOf(7), With(Content("geheim"))), kOk) << "the first id is gone for good";
  ASSERT_EQ(Submit(bert_, kSecond, With(Content("offen"))), kOk);
  ASSERT_TRUE(wave_->Close().ok());
  ASSERT_TRUE(wave_->Tidy().ok());
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("geheim")));
  EXPECT_THAT(StoredOf("bert", {"offen"}), ElementsAre("offen"));
}

TEST_F(PersonalFilesTest, NothingIsLeftOfWhatIsWithdrawn) {
  ASSERT_EQ(Submit(anna_, kFirst, With(Content("geheim"))), kOk);
  const std::string code = stored_.withdrawal_code;
  ASSERT_EQ(Edit(anna_, kFirst, Answers(), EtagOf(1)), kOk) << "left in the former version";
  EXPECT_EQ(Files(), 1);
  ASSERT_EQ(Withdraw(code), kOk);
  EXPECT_THAT(TidyBytes(), Not(HasSubstr("geheim")));
  EXPECT_EQ(Files(), 0);
}

TEST_F(PersonalFilesTest, SomeAnswersAreErasedAlsoFromFormerVersions) {
  Answers both = With(Content("geheim"));
  Add(&both, "F2", Content("bleibt"));
  ASSERT_EQ(Submit(anna_, kFirst, both), kOk);
  ASSERT_EQ(Edit(anna_, kFirst, With(Content("geheimer")), EtagOf(1)), kOk);
  const std::vector<std::string> codes = {"F1"};
  ASSERT_TRUE(wave_->Erase(*asked_, kFirst, codes).ok());
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("<geheim")));
  EXPECT_THAT(StoredOf("anna", {"bleibt"}), ElementsAre("bleibt"));
  EXPECT_EQ(Files(), 1);
}

TEST_F(PersonalFilesTest, AQuestionIsErasedOfAllAndNotKeptOfThoseWhoCome) {
  // The same file as two answers stays as long as one of them.
  Answers both = With(Content("geteilt"));
  Add(&both, "F2", Content("geteilt"));
  ASSERT_EQ(Submit(anna_, kFirst, both), kOk);
  const std::vector<std::string> first = {"F1"}, second = {"F2"};
  ASSERT_TRUE(wave_->EraseQuestions(*asked_, first).ok());
  EXPECT_THAT(StoredOf("anna", {"geteilt"}), ElementsAre("geteilt"));
  ASSERT_TRUE(wave_->EraseQuestions(*asked_, second).ok());
  EXPECT_EQ(Files(), 0);
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("geteilt")));
  ASSERT_EQ(Submit(bert_, kSecond, With(Content("danach"))), kOk);
  EXPECT_EQ(Files(), 0);
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("danach")));
  ASSERT_EQ(Submit(bert_, kSecond, With(Content("danach"))), kOk);
  EXPECT_TRUE(stored_.duplicate);
}

TEST_F(PersonalFilesTest, FilesAreThereAfterTheyWereOpenedAnew) {
  ASSERT_EQ(Submit(anna_, kFirst, With(Content("eins"))), kOk);
  Reopen();
  EXPECT_THAT(StoredOf("anna", {"eins"}), ElementsAre("eins"));
}

}  // namespace
}  // namespace lotse::survey
