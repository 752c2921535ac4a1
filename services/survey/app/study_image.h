#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/qualitative/coding/codebook.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/kept_material.h"
#include "services/survey/qualitative/material/study_files.h"
#include "services/survey/qualitative/material/text_rows.h"

namespace lotse::survey {

// What is read of the files of a study to find and count codings: texts without what they say,
// turns, codings and codes. It has what is restricted, deleted, taken back or of other coders too:
// only MakeCorpus hands anything of it out.
struct StudyImage final : qualitative::MadeReady {
  struct Text {
    std::string text_id;
    std::string case_id;
    std::string language;
    int64_t revision = 0;
    int64_t code_points = 0;
    std::vector<qualitative::StoredTurn> turns = {};
    // Of all codings those from the first to one before the second.
    std::pair<size_t, size_t> codings = {};
  };
  struct Mark {
    std::string coding_id;
    // Positions in `texts`, `codes` and `coders`.
    int text = 0;
    int code = 0;
    int coder = 0;
    qualitative::TextSpan span;
    int64_t create_time = 0;
  };

  size_t bytes() const override;
  // The numbers of the texts of a case, from the first to one before the second.
  std::pair<size_t, size_t> TextsOf(absl::string_view case_id) const;
  // A coding as it is stored.
  qualitative::StoredCoding CodingAt(size_t number) const;

  // All codebooks as one, whose codes are keys (CodeKey). Of a code there is what corpora ask for.
  qualitative::Codebook codes;
  // In the order of their names.
  std::vector<std::string> coders;
  // By the ids of case and text, in whatever order their scope was.
  std::vector<Text> texts;
  // Along the texts, then by begin, end, code, coder and id: as a corpus has them. Those whose code
  // is in no codebook are not there: nothing could be said of them.
  std::vector<Mark> codings;
  // There is more in the study than is read at once, and nothing in here.
  bool is_too_large = false;
};

// Which codes count, by their position in the codebook: those of these keys and those below them;
// all if there are none.
std::vector<bool> WantedCodes(const qualitative::Codebook& codebook,
                              const std::vector<std::string>& keys);

// Reads the texts of a scope and the codings with these codes, as CorpusWish has them, of the
// coders that are seen. Inside a transaction over the material; null: there is none. INVALID_FIELDS
// as ReadTexts, STORE_CORRUPT.
absl::StatusOr<std::shared_ptr<const StudyImage>> ReadImage(sql::Connection* connection,
                                                            SeesCoder sees, const StudyScope& scope,
                                                            const std::vector<std::string>& codes);

// How many rows of a study there are that an image is made of.
struct MaterialSize {
  int64_t texts = 0;
  int64_t turns = 0;
  int64_t codings = 0;
};
// Whether no more than is read at once. Pure.
bool FitsImage(const MaterialSize& size);

// What holds all that a request is about: the whole study, if it is kept, or else if the request
// needs most of it; then it is read and kept. If not, what ReadImage reads, and nothing is kept:
// somebody who looks at one text while others code does not pay for all texts each time. Inside
// StudyFiles::Read. As ReadImage.
absl::StatusOr<std::shared_ptr<const StudyImage>> ImageFor(qualitative::StudyFiles& files,
                                                           sql::Connection& connection,
                                                           SeesCoder sees, const StudyScope& scope,
                                                           const std::vector<std::string>& codes);

}  // namespace lotse::survey
