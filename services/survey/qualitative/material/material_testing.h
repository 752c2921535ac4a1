#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/qualitative/material/codebook_rows.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/name_rows.h"
#include "services/survey/qualitative/material/release_rows.h"
#include "services/survey/qualitative/material/study_files.h"
#include "services/survey/qualitative/material/text_rows.h"

// What the tests of the files of studies share.
namespace lotse::survey::qualitative {

inline constexpr char kStudy[] = "programmes/p/engagements/e/studies/s";
inline constexpr char kOtherStudy[] = "programmes/p/engagements/e/studies/t";

class MaterialTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/materialXXXXXX";
    folder_ = mkdtemp(pattern.data());
    folders_ = {folder_ + "/material", folder_ + "/names"};
    std::filesystem::create_directory(folders_.material);
    std::filesystem::create_directory(folders_.names);
    Reopen();
  }
  void TearDown() override {
    files_.reset();
    std::filesystem::remove_all(folder_);
  }
  void Reopen() {
    files_.reset();
    auto files = StudyFiles::Open(folders_, kStudy, /*max_waiting=*/64);
    ASSERT_TRUE(files.ok()) << files.status();
    files_ = *std::move(files);
  }
  // The bytes of all files below both folders, one after the other.
  std::string AllBytes() const {
    std::string bytes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
  }
  static StoredText TextOf(const std::string& id, const std::string& content) {
    StoredText text;
    text.text_id = id;
    text.case_id = "gruppe";
    text.kind = 1;
    text.title = "Gruppe 1";
    text.language = "de";
    text.content = content;
    text.code_points = static_cast<int64_t>(content.size());
    text.create_time = text.update_time = 17;
    text.turns = {{{0, 5}, "P01", 0, 900}, {{6, text.code_points}, "P02"}};
    return text;
  }
  void Add(StudyFiles::Work work) { EXPECT_TRUE(files_->Add(work).ok()); }
  void Read(StudyFiles::Work work) { EXPECT_TRUE(files_->Read({}, work).ok()); }
  void Store(const StoredText& text) {
    Add([&](sql::Connection& connection) { return AddText(connection, text); });
  }
  std::optional<StoredText> Find(const std::string& id) {
    std::optional<StoredText> text;
    Read([&](sql::Connection& connection) {
      text = FindText(connection, id);
      return absl::OkStatus();
    });
    return text;
  }
  void Code(const std::string& id, TextSpan span, const std::string& code,
            const std::string& coder = "c-eins", const std::string& text = "t1") {
    Add([&](sql::Connection& connection) {
      return AddCoding(connection, {id, text, span, code, coder, 18}).status();
    });
  }
  std::vector<StoredCoding> Codings(const std::string& text = "t1") {
    std::vector<StoredCoding> codings;
    Read([&](sql::Connection& connection) {
      codings = CodingsOfText(connection, text);
      return absl::OkStatus();
    });
    return codings;
  }
  // Changes the text `t1`; what `move` says becomes of what lies on it.
  absl::StatusOr<Moved> Change(int64_t revision, const std::string& content, Move move) {
    Moved moved;
    const absl::Status changed = files_->Overwrite([&](sql::Connection& connection) {
      const auto done = ChangeText(
          connection,
          {"t1", revision, content, static_cast<int64_t>(content.size()), {{{0, 4}, "P01"}}, 99},
          move);
      if (done.ok()) moved = *done;
      return done.status();
    });
    if (!changed.ok()) return changed;
    return moved;
  }

  std::string folder_;
  StudyFolders folders_;
  std::unique_ptr<StudyFiles> files_;
};

}  // namespace lotse::survey::qualitative
