#pragma once

#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/form/expression_words.h"
#include "cli/form/fill/form_session.h"
#include "cli/form/fill/typed_answer.h"
#include "cli/form/page.h"

namespace lotse::cli {

// Where a dialogue takes place.
struct DialogueSetting {
  std::istream& in;
  std::ostream& out;
  // BCP 47 tag of the texts.
  std::string language = "de";
  int width = 80;
  // Keeps the answers and where to go on; called after each answer.
  std::function<absl::Status(const FormPlace& next)> keep;
};

// Asks the questions of a session one after the other. `lotse help form fill` has the commands.
class Dialogue {
 public:
  Dialogue(FormSession* session, DialogueSetting setting);

  // Goes on at `next`; nullptr: at the first question. True if it came to the end, false if the
  // person or the input ended it before. Errors are those of the session and of `keep`.
  absl::StatusOr<bool> Run(const FormPlace* next);

 private:
  // Go on, stay, go back, end; or look where the stop stands now.
  enum class Step { kNext, kAgain, kBack, kQuit, kFind };

  absl::StatusOr<bool> Walk(std::size_t at);
  // Where a stop is on the way now; `otherwise` if it is not there any more.
  std::size_t IndexOf(const FormStop& stop, std::size_t otherwise) const;
  absl::StatusOr<bool> MendWhatIsWrong();
  absl::StatusOr<Step> Meet(const FormStop& stop);
  absl::StatusOr<Step> AskQuestion(const FormStop& stop);
  absl::StatusOr<Step> AskForMore(const FormStop& stop);
  absl::StatusOr<Step> Take(const FormStop& stop, const std::string& typed);
  absl::StatusOr<Step> TakeNothing(const FormStop& stop);
  std::optional<Step> Command(const std::string& typed);
  // Nullopt at the end of the input.
  std::optional<std::string> ReadLine();

  void ShowSection(const FormStop& stop);
  void ShowText(const FormStop& stop);
  void ShowQuestion(const FormStop& stop);
  std::vector<ShownOption> OptionsAt(const FormStop& stop) const;
  std::string TextOf(const FormStop& stop) const;
  std::string Wording(const lotse::type::v1alpha::Text& text) const;
  // What is wrong with the answer at a place; empty if nothing is.
  std::string Objection(const FormStop& stop) const;
  std::string Own(absl::string_view german, absl::string_view english) const;
  void Say(absl::string_view text);
  void Flush();

  FormSession& session_;
  const DialogueSetting setting_;
  const std::string own_;
  const ExpressionWords words_;
  Page page_;
  int section_ = -1;
  // Left open on purpose, as `code[1]`.
  std::set<std::string> left_open_;
};

// `code`, or `code[2]` in an instance.
std::string PlaceText(const FormPlace& place);

}  // namespace lotse::cli
