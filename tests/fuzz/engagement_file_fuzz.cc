// Files of an engagement: whatever bytes come as a line, it is refused, or it is a message
// that is written and read again unchanged.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "services/engagement/exchange/engagement_file.h"
#include "tests/fuzz/driver.h"

namespace {

using google::protobuf::util::MessageDifferencer;
using lotse::engagement::ParseEngagementLine;

void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto line = ParseEngagementLine(text);
  if (!line.ok()) {
    Require(absl::IsInvalidArgument(line.status()), "a line that is none is INVALID_ARGUMENT");
    return 0;
  }
  const bool head = line->resource == nullptr;
  std::string written = head ? lotse::engagement::HeadLine(line->head)
                             : lotse::engagement::ResourceLine(*line->resource, line->outside);
  Require(written.find('\n') == written.size() - 1, "a line is one line");
  written.pop_back();
  const auto again = ParseEngagementLine(written);
  Require(again.ok(), "what was written is read");
  Require(again->outside == line->outside, "own stays own");
  Require(head == (again->resource == nullptr), "a head stays a head");
  if (head) {
    Require(MessageDifferencer::Equals(line->head, again->head), "a head comes back unchanged");
  } else {
    Require(MessageDifferencer::Equals(*line->resource, *again->resource),
            "a resource comes back unchanged");
  }
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      R"({"head":{"format":"lotse-engagement","version":1,"ownCount":"1"}})",
      R"({"own":{"@type":"type.googleapis.com/lotse.engagement.v1alpha.Goal","name":"programmes)"
      R"(/p/engagements/e/goals/g","title":{"variants":[{"language":"de","text":"x"}]},)"
      R"("dueDate":{"year":2026,"month":1,"day":2},"level":"LEVEL_ACTION",)"
      R"("createTime":"2026-01-01T00:00:00.120Z","etag":"3"}})",
      R"({"outside":{"@type":"type.googleapis.com/lotse.engagement.v1alpha.Goal"}})"};
}

std::vector<std::string> FuzzTokens() {
  return {"{",
          "}",
          "[",
          "]",
          "\"",
          ":",
          ",",
          "null",
          "true",
          "1e999",
          "\\u0000",
          "\\ud83d",
          "\xff",
          "own",
          "outside",
          "head",
          "@type",
          "etag",
          "title",
          "variants",
          "LEVEL_ACTION",
          "type.googleapis.com/",
          "-1",
          "2026-01-01T00:00:00Z"};
}
