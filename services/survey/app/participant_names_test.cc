#include "services/survey/app/participant_names.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "runtime/types/date.h"
#include "services/survey/app/study_testing.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPerson[] = "Änne Übermuth";
constexpr auto kCorrupt = type::v1alpha::ERROR_REASON_STORE_CORRUPT;

class ParticipantNamesTest : public StudyTest {
 protected:
  static v1alpha::SetParticipantNameRequest NameRequest(const char* pseudonym = "P01") {
    v1alpha::SetParticipantNameRequest q;
    q.set_parent(kCase);
    q.mutable_participant_name()->set_pseudonym(pseudonym);
    q.mutable_participant_name()->set_person(kPerson);
    q.mutable_participant_name()->set_contact("aenne@example.org");
    return q;
  }
  ErrorReason Set(const v1alpha::SetParticipantNameRequest& q) {
    name_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(SetParticipantName(*store_, *studies_, {cause_, {}}, q, &name_));
  }
  ErrorReason Erase(const char* pseudonym, const char* reason = "Widerruf",
                    const char* parent = kCase) {
    v1alpha::EraseParticipantNameRequest q;
    q.set_parent(parent);
    q.set_pseudonym(pseudonym);
    q.set_reason(reason);
    v1alpha::EraseParticipantNameResponse r;
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(EraseParticipantName(*store_, *studies_, {cause_, {}}, q, &r));
  }
  ErrorReason List(const char* parent = kCase) {
    v1alpha::ListParticipantNamesRequest q;
    q.set_parent(parent);
    return ReadWith(q, &names_,
                    [&](Tx& tx) { return ListParticipantNames(tx, *studies_, q, &names_); });
  }
  std::string BytesOf(const std::string& path) const {
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
  }

  v1alpha::ParticipantName name_;
  v1alpha::ListParticipantNamesResponse names_;
};

TEST_F(ParticipantNamesTest, ANameIsKeptReadAndErased) {
  MakeCase();
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_EQ(names_.participant_names_size(), 0);
  EXPECT_FALSE(studies_->HasFiles(kStudy)) << "nothing is made by asking";
  ASSERT_EQ(Set(NameRequest("P02")), kOk) << status_;
  ASSERT_EQ(Set(NameRequest()), kOk) << status_;
  EXPECT_EQ(name_.study_case(), kCase);
  EXPECT_EQ(types::ToCivil(name_.erase_date()), absl::CivilDay(2021, 7, 11));
  auto again = NameRequest();
  again.mutable_participant_name()->set_person("Änne Neu");
  *again.mutable_participant_name()->mutable_erase_date() =
      types::ToDate(absl::CivilDay(2021, 2, 1));
  ASSERT_EQ(Set(again), kOk) << status_;
  ASSERT_EQ(List(), kOk) << status_;
  ASSERT_EQ(names_.participant_names_size(), 2);
  EXPECT_EQ(names_.participant_names(0).pseudonym(), "P01");
  EXPECT_EQ(names_.participant_names(0).person(), "Änne Neu");
  EXPECT_EQ(names_.participant_names(0).contact(), "aenne@example.org");
  EXPECT_EQ(types::ToCivil(names_.participant_names(0).erase_date()), absl::CivilDay(2021, 2, 1));
  ASSERT_EQ(Erase("P01"), kOk) << status_;
  ASSERT_EQ(Erase("P01"), kOk) << "whether there was one is not told";
  ASSERT_EQ(List(), kOk);
  ASSERT_EQ(names_.participant_names_size(), 1);
  EXPECT_EQ(names_.participant_names(0).pseudonym(), "P02");
}

TEST_F(ParticipantNamesTest, WhatDoesNotFitIsRefused) {
  MakeCase();
  auto q = NameRequest("P09");
  EXPECT_EQ(Set(q), kInvalid) << "no such participant";
  q = NameRequest();
  q.mutable_participant_name()->clear_person();
  EXPECT_EQ(Set(q), kInvalid);
  q = NameRequest();
  *q.mutable_participant_name()->mutable_erase_date() = types::ToDate(absl::CivilDay(2021, 7, 12));
  EXPECT_EQ(Set(q), kInvalid) << "beyond what the study says";
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr(kPerson)));
  q = NameRequest();
  q.set_parent(std::string(kStudy) + "/cases/fehlt");
  EXPECT_EQ(Set(q), kNotFound);
  EXPECT_EQ(List(q.parent().c_str()), kNotFound);
  EXPECT_EQ(Erase("P01", "Widerruf", q.parent().c_str()), kNotFound);
  EXPECT_EQ(List(kStudy), kInvalid);
  EXPECT_EQ(Erase("Änne"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("Änne")));
  EXPECT_EQ(Erase("P01", " "), kInvalid) << "no reason";
  GoTo(absl::CivilDay(2021, 7, 11));
  EXPECT_EQ(Set(NameRequest()), kInvalid) << "they are due to be erased";
  EXPECT_FALSE(studies_->HasFiles(kStudy));
}

TEST_F(ParticipantNamesTest, OfADeletedCaseNothingIsAdded) {
  MakeCase();
  ASSERT_EQ(Set(NameRequest()), kOk) << status_;
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  EXPECT_EQ(Set(NameRequest("P02")), kDeleted);
  ASSERT_EQ(List(), kOk) << status_;
  EXPECT_EQ(names_.participant_names_size(), 1);
  EXPECT_EQ(Erase("P01"), kOk) << status_;
  ASSERT_EQ(List(), kOk);
  EXPECT_EQ(names_.participant_names_size(), 0);
}

TEST_F(ParticipantNamesTest, FilesThatAreLostAreTold) {
  MakeCase();
  ASSERT_EQ(Set(NameRequest()), kOk) << status_;
  studies_.reset();
  std::filesystem::remove(qualitative::StudyFiles::PathsOf({folder_, folder_}, kStudy).names);
  studies_ = std::make_unique<qualitative::StudyStore>(qualitative::StudyFolders{folder_, folder_},
                                                       /*writes=*/1024);
  EXPECT_EQ(List(), kCorrupt);
  EXPECT_EQ(Set(NameRequest()), kCorrupt);
  EXPECT_EQ(Erase("P01"), kCorrupt);
}

// Who they are is in the file of the names and nowhere else: not in the store of resources with
// its change log, nor beside what was said.
TEST_F(ParticipantNamesTest, NamesAreInTheirFileOnly) {
  MakeCase();
  Code();
  ASSERT_EQ(Set(NameRequest()), kOk) << status_;
  const auto paths = qualitative::StudyFiles::PathsOf({folder_, folder_}, kStudy);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const std::string path = entry.path().string();
    const bool has = BytesOf(path).find(kPerson) != std::string::npos;
    EXPECT_EQ(has, path == paths.names) << path;
    ++files;
  }
  EXPECT_GT(files, 2);
  ASSERT_EQ(Erase("P01"), kOk) << status_;
  EXPECT_THAT(BytesOf(paths.names), Not(HasSubstr(kPerson)));
}

}  // namespace
}  // namespace lotse::survey
