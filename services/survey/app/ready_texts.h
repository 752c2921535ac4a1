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
// study is changed. It has what is taken back too.
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
  size_t bytes() const override { return sizeof(*this) + index.bytes(); }

  qualitative::WordIndex index;
};

// The sentences of a text in its language, and how long it is.
struct TextSentences final : qualitative::MadeReady {
  size_t bytes() const override;

  std::vector<qualitative::TextSpan> spans;
  int64_t content_bytes = 0;
};

// Null if there is no such text. Inside StudyFiles::Read. STORE_CORRUPT.
absl::StatusOr<std::shared_ptr<const TextWording>> WordingOf(qualitative::StudyFiles& files,
                                                             sql::Connection& connection,
                                                             const std::string& text_id);

// A text, of one state of the files; null if it is not there.
struct SearchedText {
  std::shared_ptr<const TextWording> text;
  std::shared_ptr<const TextWords> words;
};
// Not inside StudyFiles::Read: to find words takes long, and no reader is held for it. As that, and
// STORE_CORRUPT.
absl::StatusOr<SearchedText> ReadSearchedText(qualitative::StudyFiles& files,
                                              const sql::Patience& patience,
                                              const std::string& text_id);

// Texts that are cut into sentences, of one state of the files.
struct UncutTexts {
  struct Text {
    qualitative::StoredText stored;  // Unless its sentences are kept.
    std::string language;
    std::shared_ptr<const TextSentences> kept;
  };

  int64_t state = 0;
  std::vector<Text> texts;
};
// Those of texts that were read in the same transaction, inside StudyFiles::Read. INVALID_FIELDS:
// they say more than one call reads.
absl::StatusOr<UncutTexts> ReadUncut(qualitative::StudyFiles& files, sql::Connection& connection,
                                     const std::vector<AskedText>& texts);
// Their sentences, by text. Not inside of it, as above. STORE_CORRUPT, CALLER_GONE.
absl::StatusOr<std::vector<std::shared_ptr<const TextSentences>>> CutIntoSentences(
    qualitative::StudyFiles& files, const sql::Patience& patience, UncutTexts uncut);

}  // namespace lotse::survey
