#include "services/survey/qualitative/coding/corpus.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "services/survey/qualitative/coding/touched.h"

namespace lotse::survey::qualitative {
namespace {

using Numbers = absl::flat_hash_map<std::string, int>;

template <typename Thing>
Numbers NumbersOf(const std::vector<Thing>& things) {
  Numbers numbers;
  for (size_t i = 0; i < things.size(); ++i) numbers[things[i].id] = static_cast<int>(i);
  return numbers;
}

// Each name once, in order.
std::vector<std::string> Distinct(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Numbers NumbersOf(const std::vector<std::string>& names) {
  Numbers numbers;
  for (size_t i = 0; i < names.size(); ++i) numbers[names[i]] = static_cast<int>(i);
  return numbers;
}

}  // namespace

int PlaceOf(const std::vector<std::string>& names, absl::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

std::vector<std::vector<size_t>> PlacesByCode(const Corpus& corpus,
                                              const std::vector<std::string>& codes,
                                              bool with_children) {
  const CodeTree tree(corpus.codebook());
  std::vector<int> place_of(corpus.codebook().codes.size(), -1);
  for (size_t i = 0; i < codes.size(); ++i) {
    const int code = tree.IndexOf(codes[i]);
    if (code >= 0) place_of[static_cast<size_t>(code)] = static_cast<int>(i);
  }
  std::vector<std::vector<size_t>> places(place_of.size());
  for (size_t code = 0; code < places.size(); ++code) {
    int at = static_cast<int>(code);
    do {
      const int place = place_of[static_cast<size_t>(at)];
      if (place >= 0) places[code].push_back(static_cast<size_t>(place));
      at = corpus.code_parents()[static_cast<size_t>(at)];
    } while (with_children && at >= 0);
  }
  return places;
}

Corpus::Corpus(const CorpusInput& input) : codebook_(input.codebook), cases_(input.cases) {
  AddParts(input);
  AddCodings(input.codings);
}

Corpus::Corpus(CorpusInput input, std::vector<std::string> coders, std::vector<Entry> codings)
    : codebook_(std::move(input.codebook)),
      cases_(std::move(input.cases)),
      codings_(std::move(codings)),
      coders_(std::move(coders)) {
  AddParts(input);
  LinkCodings();
}

void Corpus::AddParts(const CorpusInput& input) {
  const CodeTree tree(codebook_);
  for (size_t i = 0; i < codebook_.codes.size(); ++i) {
    code_parents_.push_back(tree.ParentOf(static_cast<int>(i)));
  }
  std::vector<std::string> groups;
  for (const CorpusSpeaker& speaker : input.speakers) {
    if (!speaker.group.empty()) groups.push_back(speaker.group);
  }
  groups_ = Distinct(std::move(groups));
  const Numbers group_numbers = NumbersOf(groups_);
  for (const CorpusSpeaker& speaker : input.speakers) {
    speakers_.push_back(speaker.id);
    speaker_groups_.push_back(speaker.group.empty() ? -1 : group_numbers.at(speaker.group));
  }
  const Numbers cases = NumbersOf(cases_);
  const Numbers speakers = NumbersOf(input.speakers);
  size_t turns = 0;
  for (const CorpusText& text : input.texts) turns += text.turns.size();
  turns_.reserve(turns);
  texts_.reserve(input.texts.size());
  for (const CorpusText& text : input.texts) AddText(text, cases, speakers);
}

void Corpus::AddText(const CorpusText& text, const Numbers& cases, const Numbers& speakers) {
  Text one{.id = text.id, .case_number = cases.at(text.case_id), .length = text.length};
  one.turns.first = static_cast<int>(turns_.size());
  for (const CorpusTurn& turn : text.turns) {
    turns_.push_back({static_cast<int32_t>(turn.span.begin), static_cast<int32_t>(turn.span.end),
                      turn.speaker.empty() ? -1 : speakers.at(turn.speaker)});
  }
  one.turns.second = static_cast<int>(turns_.size());
  texts_.push_back(std::move(one));
}

void Corpus::AddCodings(const std::vector<Coding>& codings) {
  const CodeTree tree(codebook_);
  const Numbers texts = NumbersOf(texts_);
  std::vector<std::string> coders;
  coders.reserve(codings.size());
  for (const Coding& coding : codings) coders.push_back(coding.coder);
  coders_ = Distinct(std::move(coders));
  const Numbers coder_numbers = NumbersOf(coders_);
  codings_.reserve(codings.size());
  for (size_t i = 0; i < codings.size(); ++i) {
    const Coding& coding = codings[i];
    Entry entry{.text = texts.at(coding.text),
                .begin = static_cast<int32_t>(coding.span.begin),
                .end = static_cast<int32_t>(coding.span.end),
                .code = tree.IndexOf(coding.code),
                .coder = coder_numbers.at(coding.coder),
                .time_ms = coding.time_ms,
                .input = static_cast<int>(i)};
    codings_.push_back(entry);
  }
  std::sort(codings_.begin(), codings_.end(), [&](const Entry& a, const Entry& b) {
    return std::tie(a.text, a.begin, a.end, a.code, a.coder,
                    codings[static_cast<size_t>(a.input)].id) <
           std::tie(b.text, b.begin, b.end, b.code, b.coder,
                    codings[static_cast<size_t>(b.input)].id);
  });
  LinkCodings();
}

void Corpus::LinkCodings() {
  for (Entry& entry : codings_) {
    entry.turns = Touched(
        turns_, texts_[static_cast<size_t>(entry.text)].turns, entry.begin, entry.end,
        [](const Turn& turn) { return turn.begin; }, [](const Turn& turn) { return turn.end; });
  }
  size_t next = 0;
  for (size_t text = 0; text < texts_.size(); ++text) {
    texts_[text].codings.first = static_cast<int>(next);
    while (next < codings_.size() && codings_[next].text == static_cast<int>(text)) ++next;
    texts_[text].codings.second = static_cast<int>(next);
  }
}

}  // namespace lotse::survey::qualitative
