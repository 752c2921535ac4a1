// The files of a version are given as they were frozen, and not at all if they are others.
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/version_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;

using VersionFilesTest = VersionTesting;

TEST_F(VersionFilesTest, GivesEachFile) {
  const struct {
    v1alpha::ArtifactFormat format;
    const char* begins;
  } cases[] = {
      {v1alpha::ARTIFACT_FORMAT_HTML, "<!DOCTYPE html>"},
      {v1alpha::ARTIFACT_FORMAT_JSON, "{\""},
      {v1alpha::ARTIFACT_FORMAT_XLSX, "PK"},
      {v1alpha::ARTIFACT_FORMAT_CSV, "PK"},
      {v1alpha::ARTIFACT_FORMAT_CSV_EXCEL, "PK"},
  };
  int at = 0;
  for (const auto& c : cases) {
    ASSERT_EQ(GetFile(c.format), kOk) << status_;
    EXPECT_EQ(file_.content.substr(0, std::string(c.begins).size()), c.begins);
    EXPECT_EQ(file_.head.sha256(), types::Sha256Hex(file_.content));
    EXPECT_EQ(file_.head.sha256(), version_.artifacts(at).sha256());
    EXPECT_EQ(file_.head.size_bytes(), static_cast<int64_t>(file_.content.size()));
    EXPECT_EQ(version_.artifacts(at).size_bytes(), file_.head.size_bytes());
    EXPECT_THAT(file_.head.file_name(), HasSubstr("r-v0001."));
    EXPECT_FALSE(file_.head.content_type().empty());
    ++at;
  }
  EXPECT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_UNSPECIFIED), kInvalid);
  EXPECT_EQ(GetFile(static_cast<v1alpha::ArtifactFormat>(77)), kInvalid);
  version_.set_name(absl::StrCat(kReport, "/versions/v0009"));
  EXPECT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_JSON), kNotFound);
  EXPECT_EQ(Document(), kNotFound);
}

TEST_F(VersionFilesTest, WhatIsNotWhatWasFrozenIsNotGiven) {
  ASSERT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_JSON), kOk);
  const std::string json = file_.content;
  EXPECT_TRUE(Verify().same());
  v1alpha::Document other;
  ASSERT_EQ(Document(), kOk);
  other = document_;
  other.set_title("Gefälscht");
  for (const std::string& damaged :
       {std::string(), std::string("{"), *types::CanonicalJson(other)}) {
    Damage(v1alpha::ARTIFACT_FORMAT_JSON, damaged);
    EXPECT_EQ(Document(), kCorrupt) << damaged.substr(0, 20);
    EXPECT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_JSON), kCorrupt);
    EXPECT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), kOk) << "it is kept by itself";
    const auto verified = Verify();
    EXPECT_FALSE(verified.same());
    ASSERT_EQ(verified.checks_size(), 1 + static_cast<int>(std::size(kArtifactFormats)));
    for (const auto& check : verified.checks()) {
      EXPECT_EQ(check.same(), check.subject() != "document" && check.subject() != "json");
    }
    EXPECT_EQ(verified.checks(0).found_sha256().empty(), damaged.empty());
  }
  Damage(v1alpha::ARTIFACT_FORMAT_JSON, json);
  const auto verified = Verify();
  EXPECT_TRUE(verified.same());
  std::vector<std::string> subjects;
  for (const auto& check : verified.checks()) {
    subjects.push_back(check.subject());
    EXPECT_EQ(check.found_sha256(), check.frozen_sha256());
  }
  EXPECT_THAT(subjects,
              ::testing::ElementsAre("document", "html", "json", "xlsx", "csv", "csv-excel"));
}

TEST_F(VersionFilesTest, AFileThatWasDamagedIsNotGiven) {
  int at = 0;
  for (const auto format : kArtifactFormats) {
    ++at;  // The first check is of the document.
    ASSERT_EQ(GetFile(format), kOk);
    const std::string frozen = file_.content;
    for (const std::string& damaged : {std::string(), frozen.substr(1), frozen + " "}) {
      Damage(format, damaged);
      EXPECT_EQ(GetFile(format), kCorrupt) << at;
      const auto verified = Verify();
      EXPECT_FALSE(verified.same());
      EXPECT_FALSE(verified.checks(at).same()) << at;
    }
    Damage(format, frozen);
    EXPECT_TRUE(Verify().same());
  }
}

// A version that was made by a Lotse that wrote files otherwise is read as it was frozen.
TEST_F(VersionFilesTest, FilesAreGivenAsTheyWereFrozenAndNotMadeAnew) {
  const std::string former = "<!DOCTYPE html><title>wie früher</title>";
  Damage(v1alpha::ARTIFACT_FORMAT_HTML, former);
  version_.mutable_artifacts(0)->set_sha256(types::Sha256Hex(former));
  Force([&](Tx& tx) { return tx.Save("TEST", "", &version_); });
  ASSERT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), kOk) << status_;
  EXPECT_EQ(file_.content, former);
  EXPECT_TRUE(Verify().same());
}

}  // namespace
}  // namespace lotse::reporting
