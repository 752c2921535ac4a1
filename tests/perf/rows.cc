#include "tests/perf/rows.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace lotse::perf {
namespace {

// Three digits that count, or more before the point.
std::string Number(const std::optional<double>& value, absl::string_view none) {
  if (!value.has_value()) return std::string(none);
  if (*value >= 100 || *value == 0) return absl::StrFormat("%.0f", *value);
  return *value >= 1 ? absl::StrFormat("%.2f", *value) : absl::StrFormat("%.4f", *value);
}

}  // namespace

Rows::Rows(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (absl::string_view(argv[i]) != "--json") {
      std::fprintf(stderr, "%s: what is %s? Only --json is known\n", argv[0], argv[i]);
      std::exit(2);
    }
    json_ = true;
  }
  if (!json_) {
    std::printf("%-34s %10s %-8s %8s %6s\n", "figure", "value", "unit", "limit", "ratio");
  }
}

void Rows::Print(const Row& row) const {
  if (json_) {
    absl::PrintF(R"({"figure":"%s","value":%s,"unit":"%s","limit":%s,"ratio":%s})"
                 "\n",
                 row.figure, Number(row.value, ""), row.unit, Number(row.limit, "null"),
                 Number(row.ratio, "null"));
  } else {
    absl::PrintF("%-34s %10s %-8s %8s %6s\n", row.figure, Number(row.value, ""), row.unit,
                 Number(row.limit, "-"), Number(row.ratio, "-"));
  }
  std::fflush(stdout);
}

void Rows::Note(absl::string_view text) const {
  if (json_) {
    absl::PrintF("{\"note\":\"%s\"}\n", text);
  } else {
    absl::PrintF("# %s\n", text);
  }
}

}  // namespace lotse::perf
