#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "services/survey/qualitative/coding/codebook.h"
#include "services/survey/qualitative/foreign/foreign.h"
#include "services/survey/qualitative/text/text_span.h"

// The material of a study between its files and those of other programs. Everything has a guid, a
// UUID by which the parts name one another: it is the one of the file, and what is stored gets its
// id of it, so that the same file read again gives the same ids. Times are microseconds since 1970.
namespace lotse::survey::projects {

struct CaseMaterial {
  std::string guid;
  // Of a case that is there already: nothing of it is made. Its `name` is that.
  bool is_there = false;
  v1alpha::StudyCase content;
};

struct TextMaterial {
  std::string guid;
  std::string case_guid;
  // Title, kind, language, content, turns and recordings.
  v1alpha::StudyText content;
  int64_t create_time = 0;
};

struct CodebookMaterial {
  std::string guid;
  std::string id;  // Under which it is stored, where it is read.
  std::string title;
  qualitative::Codebook codes;
  // Of a codebook that is there already: nothing of it is made, and nothing of it changes.
  bool is_there = false;
};

struct CodingMaterial {
  std::string guid;
  std::string text_guid;
  qualitative::TextSpan span;
  std::string codebook_guid;
  std::string code_id;
  std::string coder;
  int64_t create_time = 0;
};

// What a memo is on.
struct MemoSubject {
  enum class Kind { kStudy, kCase, kText, kCodebook, kCode, kCoding };

  Kind kind = Kind::kStudy;
  std::string guid;     // Of what it is on, of a code that of its codebook; empty for the study.
  std::string code_id;  // Of a code.

  friend bool operator==(const MemoSubject&, const MemoSubject&) = default;
};

struct MemoMaterial {
  std::string guid;
  MemoSubject subject;
  std::optional<qualitative::TextSpan> span;
  std::string coder;
  std::string content;
  int64_t create_time = 0;
  int64_t update_time = 0;
};

struct StudyMaterial {
  std::string title;
  std::vector<CaseMaterial> cases;
  std::vector<TextMaterial> texts;
  std::vector<CodebookMaterial> codebooks;
  std::vector<CodingMaterial> codings;
  std::vector<MemoMaterial> memos;
  // What another program has beyond that. Places are guids, of texts, codings and memos as above.
  std::vector<qualitative::ForeignThing> foreign;
  // Of a study that is written: its guides, of which nothing else is here.
  int guides = 0;
  // And how many of its texts have each title, also of those that are not among `texts`.
  absl::flat_hash_map<std::string, int> titles;
};

}  // namespace lotse::survey::projects
