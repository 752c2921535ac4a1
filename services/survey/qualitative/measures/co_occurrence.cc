#include "services/survey/qualitative/measures/co_occurrence.h"

#include <algorithm>
#include <utility>

#include "services/survey/qualitative/coding/retrieval.h"

namespace lotse::survey::qualitative {
namespace {

std::vector<int> PositionsOf(const Corpus& corpus, const std::vector<std::string>& codes) {
  const CodeTree tree(corpus.codebook());
  std::vector<int> positions;
  positions.reserve(codes.size());
  for (const std::string& code : codes) positions.push_back(tree.IndexOf(code));
  return positions;
}

// What is marked of one text with one code, as parts of which none touches another. They come in
// the order of their begins.
class Marked {
 public:
  void Clear() {
    parts_.clear();
    next_ = 0;
  }
  void Add(const Corpus::Entry& coding) {
    if (parts_.empty() || parts_.back().end < coding.begin) {
      parts_.push_back({coding.begin, coding.end});
    } else {
      parts_.back().end = std::max(parts_.back().end, int64_t{coding.end});
    }
  }
  // To be asked of spans in the order of their begins.
  bool Overlaps(TextSpan span) {
    while (next_ < parts_.size() && parts_[next_].end <= span.begin) ++next_;
    return next_ < parts_.size() && parts_[next_].begin < span.end;
  }

 private:
  std::vector<TextSpan> parts_;
  size_t next_ = 0;
};

}  // namespace

CoOccurrences::CoOccurrences(std::vector<int> codes, const std::vector<CodingSet>& units_of_code,
                             int64_t units)
    : codes_(std::move(codes)), counts_(codes_.size() * codes_.size()), units_(units) {
  for (size_t row = 0; row < codes_.size(); ++row) {
    for (size_t column = 0; column <= row; ++column) {
      const int64_t both = units_of_code[row].CountBoth(units_of_code[column]);
      counts_[row * codes_.size() + column] = counts_[column * codes_.size() + row] = both;
    }
  }
}

rpc::FieldViolations CheckMatrixCodes(const Corpus& corpus, const std::vector<std::string>& codes) {
  return CheckAskedCodes(corpus, codes, kMaxMatrixCodes);
}

CoOccurrences CoOccurrencesByUnit(const Corpus& corpus, const CodingSet& found,
                                  const std::vector<std::string>& codes, bool with_children,
                                  const std::vector<Unit>& units) {
  const std::vector<std::vector<size_t>> slots = PlacesByCode(corpus, codes, with_children);
  const std::vector<int> first_units = FirstUnits(corpus, units);
  std::vector<CodingSet> units_of_code(codes.size(), CodingSet(units.size()));
  found.Each([&](size_t i) {
    const Corpus::Entry& coding = corpus.codings()[i];
    const std::vector<size_t>& of = slots[static_cast<size_t>(coding.code)];
    if (of.empty()) return;
    const std::pair<int, int> touched = UnitsTouched(units, first_units, coding);
    for (int unit = touched.first; unit < touched.second; ++unit) {
      for (const size_t slot : of) units_of_code[slot].Add(static_cast<size_t>(unit));
    }
  });
  return {PositionsOf(corpus, codes), units_of_code, static_cast<int64_t>(units.size())};
}

CoOccurrences CoOccurrencesByCase(const Corpus& corpus, const CodingSet& found,
                                  const std::vector<std::string>& codes, bool with_children) {
  const std::vector<std::vector<size_t>> slots = PlacesByCode(corpus, codes, with_children);
  std::vector<CodingSet> cases_of_code(codes.size(), CodingSet(corpus.cases().size()));
  found.Each([&](size_t i) {
    const Corpus::Entry& coding = corpus.codings()[i];
    const int one = corpus.texts()[static_cast<size_t>(coding.text)].case_number;
    for (const size_t slot : slots[static_cast<size_t>(coding.code)])
      cases_of_code[slot].Add(static_cast<size_t>(one));
  });
  return {PositionsOf(corpus, codes), cases_of_code, static_cast<int64_t>(corpus.cases().size())};
}

CoOccurrences CoOccurrencesBySegment(const Corpus& corpus, const CodingSet& found,
                                     const std::vector<std::string>& codes, bool with_children) {
  const std::vector<std::vector<size_t>> slots = PlacesByCode(corpus, codes, with_children);
  const std::vector<Segment> segments = SegmentsOf(corpus, found);
  std::vector<CodingSet> segments_of_code(codes.size(), CodingSet(segments.size()));
  std::vector<Marked> marked(codes.size());
  size_t segment = 0;
  for (size_t text = 0; text < corpus.texts().size(); ++text) {
    for (Marked& one : marked) one.Clear();
    std::vector<size_t> used;
    const std::pair<int, int> range = corpus.texts()[text].codings;
    for (int i = range.first; i < range.second; ++i) {
      if (!found.Has(static_cast<size_t>(i))) continue;
      const Corpus::Entry& coding = corpus.codings()[static_cast<size_t>(i)];
      for (const size_t slot : slots[static_cast<size_t>(coding.code)]) {
        marked[slot].Add(coding);
        used.push_back(slot);
      }
    }
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    for (; segment < segments.size() && segments[segment].text == static_cast<int>(text);
         ++segment) {
      for (const size_t slot : used) {
        if (marked[slot].Overlaps(segments[segment].span)) segments_of_code[slot].Add(segment);
      }
    }
  }
  return {PositionsOf(corpus, codes), segments_of_code, static_cast<int64_t>(segments.size())};
}

}  // namespace lotse::survey::qualitative
