#include "services/survey/qualitative/measures/frequencies.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/survey/qualitative/coding/retrieval.h"

namespace lotse::survey::qualitative {
namespace {

// What has been counted of a code, so that nothing counts twice. Codings come along the texts, so
// of segments and texts the last one is enough.
class Tally {
 public:
  Tally(const Corpus& corpus, CodeFrequency* frequency)
      : corpus_(corpus), frequency_(frequency), group_segments_(corpus.groups().size(), -1) {
    frequency->group_segments.resize(corpus.groups().size());
    frequency->group_speakers.resize(corpus.groups().size());
  }

  // A coding of segment number `segment`.
  void Count(int segment, const Corpus::Entry& coding) {
    ++frequency_->codings;
    frequency_->segments += std::exchange(segment_, segment) != segment ? 1 : 0;
    if (std::exchange(text_, coding.text) != coding.text) {
      ++frequency_->texts;
      const int one = corpus_.texts()[static_cast<size_t>(coding.text)].case_number;
      frequency_->cases += cases_.insert(one).second ? 1 : 0;
    }
    for (const Corpus::Turn& turn : corpus_.TurnsOf(coding)) {
      const int group = turn.speaker < 0 ? -1 : corpus_.GroupOf(turn.speaker);
      if (group < 0) continue;
      const auto g = static_cast<size_t>(group);
      if (std::exchange(group_segments_[g], segment) != segment) ++frequency_->group_segments[g];
      if (speakers_.insert(turn.speaker).second) ++frequency_->group_speakers[g];
    }
  }

 private:
  const Corpus& corpus_;
  CodeFrequency* frequency_;
  int segment_ = -1;
  int text_ = -1;
  std::vector<int> group_segments_;
  absl::flat_hash_set<int> cases_;
  absl::flat_hash_set<int> speakers_;
};

}  // namespace

std::vector<CodeFrequency> FrequenciesOf(const Corpus& corpus, const CodingSet& found,
                                         bool with_children) {
  std::vector<CodeFrequency> frequencies(corpus.codebook().codes.size());
  std::vector<Tally> tallies;
  tallies.reserve(frequencies.size());
  for (CodeFrequency& frequency : frequencies) tallies.emplace_back(corpus, &frequency);
  const std::vector<Segment> segments = SegmentsOf(corpus, found);
  for (size_t s = 0; s < segments.size(); ++s) {
    for (int i = segments[s].first; i < segments[s].last; ++i) {
      if (!found.Has(static_cast<size_t>(i))) continue;
      const Corpus::Entry& coding = corpus.codings()[static_cast<size_t>(i)];
      int code = coding.code;
      do {
        tallies[static_cast<size_t>(code)].Count(static_cast<int>(s), coding);
        code = corpus.code_parents()[static_cast<size_t>(code)];
      } while (with_children && code >= 0);
    }
  }
  return frequencies;
}

}  // namespace lotse::survey::qualitative
