#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/limesurvey/expression_script.h"
#include "services/survey/exchange/limesurvey/variables.h"

namespace lotse::survey::limesurvey {

// A text in quotation marks, as expressions have it: `'ja'`; `concat('it', "'", 's')` if it has
// both kinds of quotation marks.
std::string Quoted(absl::string_view text);

// Translates expressions of ExpressionScript into those of docs/questionnaires.md.
//
// What is kept of the meaning, and how:
// * An answer that is not there is the empty text, in both languages; comparisons of order with
//   it are false.
// * A variable without `.NAOK` makes the whole expression false while its question is not
//   relevant. Where the translation would not be false of itself then, the relevance of that
//   question is put before it.
// * A choice of a multiple choice, which is `Y` or empty, becomes `selected()`.
// * `+` adds where all parts are numbers, with nothing counted as 0, and joins texts otherwise.
// Whatever has no counterpart is refused: nothing is guessed.
class Translator {
 public:
  // `variables` must outlive it. `with_points`: `.value` means the points of an answer.
  Translator(const Variables& variables, bool with_points)
      : variables_(variables), with_points_(with_points) {}

  // Where an expression stands.
  struct Place {
    // The question it belongs to; nullptr for that of a group.
    const SourceQuestion* question = nullptr;
    // Its part that `this` means, and, if it is one answer, `self` too; nullptr for none.
    const Variable* self = nullptr;
  };

  // `script` as a condition. INVALID_ARGUMENT with what cannot be translated.
  absl::StatusOr<std::string> Condition(const Expression& script, const Place& place);
  // `script` as a value.
  absl::StatusOr<std::string> Value(const Expression& script, const Place& place);

  // Remembers when `question` is asked, for expressions that come later.
  void SetRelevance(const SourceQuestion& question, std::string relevance);

  // Hands over what should be looked at in what was translated since the last time.
  std::vector<std::string> TakeRemarks();

 private:
  friend class TranslationOfOne;

  absl::StatusOr<std::string> Guarded(const Expression& script, std::string translated,
                                      bool is_condition, const Place& place);

  const Variables& variables_;
  const bool with_points_;
  absl::flat_hash_map<const SourceQuestion*, std::string> relevance_;
  std::vector<std::string> remarks_;
};

}  // namespace lotse::survey::limesurvey
