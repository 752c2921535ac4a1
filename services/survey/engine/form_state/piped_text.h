#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/program/evaluate.h"
#include "services/survey/logic/program/program.h"
#include "services/survey/logic/values/environment.h"

namespace lotse::survey {

// A text that names answers, such as `How old is ${name}?`.
class PipedText {
 public:
  // nullopt if it names none. `at` is the element whose text it is. A `${...}` that is no code of
  // the questionnaire, or of a group, stays as it is.
  static std::optional<PipedText> Of(const type::v1alpha::Text& text, const logic::FormTree& tree,
                                     logic::ElementId at);

  // The text in one language (wording.h) with the values that the answers have, which is nothing
  // where there is none. Errors are those of EvaluateText.
  absl::StatusOr<type::v1alpha::Text> Fill(const logic::Site& site,
                                           const logic::Environment& environment,
                                           absl::string_view language) const;

 private:
  // What stands before an answer, and the answer; the last one has none.
  struct Piece {
    std::string before;
    std::optional<logic::Program> answer;
  };
  using Pieces = std::vector<Piece>;

  static Pieces PiecesOf(absl::string_view wording, const logic::FormTree& tree,
                         logic::ElementId at);

  type::v1alpha::Text text_;
  // By variant.
  std::vector<Pieces> variants_;
};

}  // namespace lotse::survey
