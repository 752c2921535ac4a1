#include "services/survey/exchange/same_questions.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using type::v1alpha::Text;
using v1alpha::Instrument;
using v1alpha::Option;
using v1alpha::Question;

// The first wording without codes and with single spaces.
std::string WordingOf(const Text& text) {
  if (text.variants().empty()) return "";
  std::string wording;
  bool in_pipe = false;
  for (const char c : text.variants(0).text()) {
    if (c == '}') in_pipe = false;
    if (!in_pipe) wording.push_back(c);
    if (c == '{' && absl::EndsWith(wording, "${")) in_pipe = true;
  }
  absl::RemoveExtraAsciiWhitespace(&wording);
  return wording;
}

struct Asked {
  const Question* question;
  std::string wording;
  std::vector<std::string> options;
};

// The questions of one questionnaire, one after the other.
class Questions {
 public:
  explicit Questions(const Instrument& instrument) {
    for (const v1alpha::OptionList& list : instrument.option_lists()) {
      lists_.emplace(list.code(), &list.options());
    }
    for (const v1alpha::InstrumentSection& section : instrument.sections()) {
      Add(section.questions());
    }
    if (asked.size() > kMaxQuestions) asked.resize(kMaxQuestions);
  }

  std::vector<Asked> asked;

 private:
  void Add(const RepeatedPtrField<Question>& questions) {
    for (const Question& question : questions) {
      const bool frame =
          question.kind() == Question::KIND_GROUP || question.kind() == Question::KIND_REPEAT;
      if (!frame) {
        asked.push_back({&question, WordingOf(question.text()), {}});
        const auto list = lists_.find(question.option_list());
        for (const Option& option : list == lists_.end() ? question.options() : *list->second) {
          asked.back().options.push_back(WordingOf(option.label()));
        }
      }
      Add(question.questions());
    }
  }

  absl::flat_hash_map<std::string, const RepeatedPtrField<Option>*> lists_;
};

// Pairs of places of questions with the same wording, of which there are as many as possible.
std::vector<std::pair<std::size_t, std::size_t>> Paired(const std::vector<Asked>& left,
                                                        const std::vector<Asked>& right) {
  // Length of the longest common subsequence of what comes from each place on.
  const std::size_t width = right.size() + 1;
  std::vector<std::uint16_t> length((left.size() + 1) * width, 0);
  for (std::size_t i = left.size(); i-- > 0;) {
    for (std::size_t j = right.size(); j-- > 0;) {
      length[i * width + j] =
          left[i].wording == right[j].wording
              ? length[(i + 1) * width + j + 1] + 1
              : std::max(length[(i + 1) * width + j], length[i * width + j + 1]);
    }
  }
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
    if (left[i].wording == right[j].wording) {
      pairs.emplace_back(i++, j++);
    } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  return pairs;
}

std::string Quote(absl::string_view text) { return absl::StrCat("\"", Shortened(text), "\""); }

// Adds where two lists of wordings differ first; `what` names one of them.
void CompareLists(const std::vector<std::string>& left, const std::vector<std::string>& right,
                  absl::string_view what, std::vector<std::string>* differences) {
  if (left == right) return;
  const auto [a, b] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  differences->push_back(absl::StrCat(
      what, " ", a - left.begin() + 1, ": ", a == left.end() ? "none" : Quote(*a), " and ",
      b == right.end() ? "none" : Quote(*b), "; ", left.size(), " and ", right.size(), " in all"));
}

std::vector<std::string> ItemsOf(const Question& question) {
  std::vector<std::string> items;
  for (const v1alpha::Item& item : question.items()) items.push_back(WordingOf(item.text()));
  return items;
}

std::vector<std::string> Compare(const Asked& left, const Asked& right) {
  std::vector<std::string> differences;
  const Question::Kind kinds[] = {left.question->kind(), right.question->kind()};
  if (kinds[0] != kinds[1]) {
    differences.push_back(absl::StrCat("kind: ", Question::Kind_Name(kinds[0]), " and ",
                                       Question::Kind_Name(kinds[1])));
  }
  CompareLists(left.options, right.options, "option", &differences);
  CompareLists(ItemsOf(*left.question), ItemsOf(*right.question), "item", &differences);
  return differences;
}

}  // namespace

std::vector<QuestionDifference> CompareQuestions(const Instrument& left, const Instrument& right) {
  const Questions questions[] = {Questions(left), Questions(right)};
  const std::vector<Asked>& a = questions[0].asked;
  const std::vector<Asked>& b = questions[1].asked;
  std::vector<std::pair<std::size_t, std::size_t>> pairs = Paired(a, b);
  pairs.emplace_back(a.size(), b.size());
  std::vector<QuestionDifference> differences;
  std::size_t i = 0, j = 0;
  for (const auto& [next_i, next_j] : pairs) {
    for (; i < next_i; ++i) {
      differences.push_back(
          {a[i].question->code(), "", absl::StrCat("only on the left: ", Quote(a[i].wording))});
    }
    for (; j < next_j; ++j) {
      differences.push_back(
          {"", b[j].question->code(), absl::StrCat("only on the right: ", Quote(b[j].wording))});
    }
    if (i == a.size() || j == b.size()) continue;
    for (const std::string& what : Compare(a[i], b[j])) {
      differences.push_back({a[i].question->code(), b[j].question->code(), what});
    }
    ++i;
    ++j;
  }
  return differences;
}

}  // namespace lotse::survey
