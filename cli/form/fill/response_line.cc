#include "cli/form/fill/response_line.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "cli/json.h"
#include "services/survey/engine/answer_values.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Answer;
using survey::v1alpha::ElementState;
using survey::v1alpha::Question;

// Whether it is handed in; what is computed and files are not.
bool IsSent(const IndexedQuestion& found) {
  switch (found.question->kind()) {
    case Question::KIND_GROUP:
    case Question::KIND_NOTE:
    case Question::KIND_CALCULATION:
    case Question::KIND_FILE:
      return false;
    case Question::KIND_MATRIX:
      return found.is_item;
    default:
      return true;
  }
}

// `person[2]/age`.
std::string ColumnOf(const IndexedQuestion& found, const FormPlace& place) {
  std::string column;
  for (int i = 0; i < place.instances_size(); ++i) {
    absl::StrAppend(&column, found.repeats[static_cast<std::size_t>(i)], "[", place.instances(i),
                    "]/");
  }
  return absl::StrCat(column, place.code());
}

}  // namespace

std::string ResponseLine(const FormSession& session) {
  JsonObject line;
  std::set<std::string> there;
  for (const ElementState& element : session.state().elements()) {
    const IndexedQuestion* const found = session.index().Find(element.place().code());
    if (found == nullptr || !IsSent(*found) || !element.relevant()) continue;
    if (element.place().instances_size() != static_cast<int>(found->repeats.size())) continue;
    const std::string column = ColumnOf(*found, element.place());
    const Answer* const answer = session.AnswerAt(element.place());
    if (found->question->kind() == Question::KIND_REPEAT) {
      // What an expression counts is not handed in.
      const bool is_counted = !found->question->logic().repeat_count().empty();
      is_counted ? line.AddRaw(column, "null") : line.Add(column, absl::StrCat(element.count()));
    } else if (answer != nullptr && !survey::TextOf(*answer).empty()) {
      line.Add(column, survey::TextOf(*answer));
    } else {
      line.AddRaw(column, "null");
    }
    there.insert(column);
  }
  for (const std::string& code : session.index().codes()) {
    const IndexedQuestion& found = *session.index().Find(code);
    if (found.repeats.empty() && IsSent(found) && there.count(code) == 0) {
      line.AddRaw(code, "null");
    }
  }
  return absl::StrCat(line.str(), "\n");
}

}  // namespace lotse::cli
