#include "services/survey/qualitative/coding/coding.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

// What is the same in two codings of which only one may be.
auto Place(const Coding& coding) {
  return std::tie(coding.text, coding.span.begin, coding.span.end, coding.code, coding.coder);
}

}  // namespace

rpc::FieldViolations CheckCoding(const Coding& coding, const CodeTree& tree, int64_t length) {
  rpc::FieldViolations violations;
  const Code* const code = tree.Find(coding.code);
  if (code == nullptr) {
    violations.push_back({"coding.code", "is not in the codebook; give the id of a code of it"});
  } else if (!code->codable) {
    violations.push_back({"coding.code", "is a heading; give a code that is codable"});
  } else if (code->retired) {
    violations.push_back({"coding.code", "is retired; give a code that is in use"});
  }
  if (coding.span.begin < 0 || coding.span.begin >= coding.span.end) {
    violations.push_back({"coding.span",
                          "selects nothing; give 0 or more as its begin, and an end "
                          "behind that"});
  } else if (coding.span.end > length) {
    violations.push_back({"coding.span", absl::StrCat("goes beyond the text; give at most ", length,
                                                      " as its end")});
  }
  if (coding.coder.empty()) violations.push_back({"coding.coder", "say who codes"});
  // Not a number is neither.
  if (coding.weight.has_value() && !(*coding.weight >= 0 && *coding.weight <= kMaxCodingWeight)) {
    violations.push_back({"coding.weight", absl::StrCat("give 0 to ", kMaxCodingWeight)});
  }
  return violations;
}

std::vector<Doubled> DoubledCodings(const std::vector<Coding>& codings) {
  std::vector<size_t> order(codings.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const Coding& x = codings[a];
    const Coding& y = codings[b];
    return std::tuple_cat(Place(x), std::tie(x.time_ms, x.id, a)) <
           std::tuple_cat(Place(y), std::tie(y.time_ms, y.id, b));
  });
  std::vector<Doubled> doubled;
  size_t first = 0;
  for (size_t i = 1; i < order.size(); ++i) {
    if (Place(codings[order[i]]) == Place(codings[order[first]])) {
      doubled.push_back({order[first], order[i]});
    } else {
      first = i;
    }
  }
  std::sort(doubled.begin(), doubled.end(),
            [](const Doubled& a, const Doubled& b) { return a.second < b.second; });
  return doubled;
}

bool IsVisibleTo(const CodingViewer& viewer, absl::string_view coder, bool blind) {
  return !blind || viewer.compares || viewer.coder == coder;
}

std::vector<Coding> VisibleTo(const CodingViewer& viewer, const std::vector<Coding>& codings,
                              bool blind) {
  std::vector<Coding> visible;
  for (const Coding& coding : codings) {
    if (IsVisibleTo(viewer, coding.coder, blind)) visible.push_back(coding);
  }
  return visible;
}

}  // namespace lotse::survey::qualitative
