#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "runtime/sql/connection.h"
#include "services/survey/app/study_corpus.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/qualitative/coding/keyword.h"
#include "services/survey/qualitative/material/kept_material.h"
#include "services/survey/qualitative/material/study_files.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "services/survey/qualitative/text/text_span.h"

// What texts of a study say, made ready to be shown, searched and cut: kept in memory until the
// study is changed. It has what is taken back too. All inside StudyFiles::Read.
namespace lotse::survey {

// A text with its positions and its turns.
struct TextWording final : qualitative::MadeReady {
  TextWording(PositionedText of, std::vector<qualitative::StoredTurn> with)
      : wording(std::move(of)), turns(std::move(with)) {}
  size_t bytes() const override;

  PositionedText wording;
  std::vector<qualitative::StoredTurn> turns;
};

// The words of a text.
struct TextWords final : qualitative::MadeReady {
  explicit TextWords(const std::string& content);
  size_t bytes() const override { return content_bytes * kTimesContent; }

  // Places and occurrences of words of seven bytes, with a vocabulary.
  static constexpr size_t kTimesContent = 4;

  qualitative::WordIndex index;
  size_t content_bytes;
};

// The sentences of a text in its language, and how long it is.
struct TextSentences final : qualitative::MadeReady {
  size_t bytes() const override;

  std::vector<qualitative::TextSpan> spans;
  int64_t content_bytes = 0;
};

// Null if there is no such text. STORE_CORRUPT.
absl::StatusOr<std::shared_ptr<const TextWording>> WordingOf(qualitative::StudyFiles& files,
                                                             sql::Connection& connection,
                                                             const std::string& text_id);
// Those of a text that was read in the same transaction.
absl::StatusOr<std::shared_ptr<const TextWords>> WordsOf(qualitative::StudyFiles& files,
                                                         sql::Connection& connection,
                                                         const std::string& text_id,
                                                         const TextWording& text);
// Those of a text that is there. STORE_CORRUPT.
absl::StatusOr<std::shared_ptr<const TextSentences>> SentencesOf(qualitative::StudyFiles& files,
                                                                 sql::Connection& connection,
                                                                 const AskedText& text);

}  // namespace lotse::survey
