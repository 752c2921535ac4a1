// lotse qual find: what was said, by codes and speakers or by a word.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/channel.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/qual/commands.h"
#include "cli/qual/places.h"
#include "cli/release/spec.h"
#include "lotse/survey/v1alpha/study_analysis_service.pb.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::FindKeywordRequest;
using survey::v1alpha::FindKeywordResponse;
using survey::v1alpha::FindSegmentsRequest;
using survey::v1alpha::FindSegmentsResponse;
using survey::v1alpha::StudySegment;

// Segments of one page.
constexpr int64_t kSegmentPage = 200;

// What was found, as far as it was wanted.
struct Found {
  std::vector<StudySegment> segments;
  bool more = false;
  int32_t left_out_cases = 0;
};

// Reads pages until there are `most` segments, or no more.
template <class Request, class Response>
absl::StatusOr<Found> ReadPages(Request request, int64_t most, Client* client) {
  Found found;
  while (true) {
    const int64_t left = most - static_cast<int64_t>(found.segments.size());
    request.set_page_size(static_cast<int32_t>(std::min(left, kSegmentPage)));
    Response response;
    if (absl::Status s = client->Call(request, &response); !s.ok()) return s;
    for (StudySegment& each : *response.mutable_segments()) {
      found.segments.push_back(std::move(each));
    }
    found.left_out_cases = response.left_out_cases();
    found.more = !response.next_page_token().empty();
    if (!found.more || static_cast<int64_t>(found.segments.size()) >= most) return found;
    request.set_page_token(response.next_page_token());
  }
}

// The names of cases and texts that --place says.
absl::StatusOr<std::vector<std::string>> ReadPlaces(const Args& args) {
  std::vector<std::string> places = args.GetAll("place");
  for (const std::string& name : places) {
    const auto place = ReadQualPlace(name, {QualPlace::kCase, QualPlace::kText});
    if (!place.ok()) return place.status();
  }
  return places;
}

absl::StatusOr<FindSegmentsRequest> SegmentsWanted(const Args& args, int32_t context) {
  FindSegmentsRequest request;
  request.set_parent(args.positional[0]);
  const auto codes = ReadCodeNames(request.parent(), args, "code");
  if (!codes.ok()) return codes.status();
  request.mutable_codes()->Assign(codes->begin(), codes->end());
  request.set_with_below(args.Has("below"));
  const auto places = ReadPlaces(args);
  if (!places.ok()) return places.status();
  request.mutable_places()->Assign(places->begin(), places->end());
  const std::vector<std::string> coders = ReadCodeLists(args, "coder");
  request.mutable_coders()->Assign(coders.begin(), coders.end());
  const auto values = ReadPairs(args, "attribute");
  if (!values.ok()) return values.status();
  for (const auto& [attribute, category] : *values) {
    auto* const value = request.mutable_speaker()->add_values();
    value->set_attribute(attribute);
    value->set_category(category);
  }
  if (args.Has("role")) request.mutable_speaker()->set_role(args.Get("role"));
  if (args.Has("speaker")) request.mutable_speaker()->set_pseudonym(args.Get("speaker"));
  request.set_context_words(context);
  return request;
}

absl::StatusOr<FindKeywordRequest> KeywordWanted(const Args& args, int32_t context) {
  for (const char* flag : {"code", "below", "coder", "attribute", "role", "speaker"}) {
    if (args.Has(flag)) {
      return UsageError(absl::StrCat("--keyword looks in all that was said; leave out --", flag));
    }
  }
  FindKeywordRequest request;
  request.set_parent(args.positional[0]);
  request.set_keyword(args.Get("keyword"));
  request.set_prefix(args.Has("prefix"));
  const auto places = ReadPlaces(args);
  if (!places.ok()) return places.status();
  request.mutable_places()->Assign(places->begin(), places->end());
  request.set_context_words(context);
  return request;
}

// `codebook/code` of the name of a code.
std::string ShortCode(const std::string& name) {
  return absl::StrCat(IdOf(AboveIn(name)), "/", IdOf(name));
}

std::string ViewSegment(const StudySegment& segment, const std::string& study,
                        const ViewOptions& options) {
  std::vector<std::string> head = {
      Show(Below(segment.text(), study), options),
      absl::StrCat(segment.range().begin(), "-", segment.range().end())};
  if (!segment.speaker().empty()) head.push_back(Show(segment.speaker(), options));
  std::vector<std::string> codes;
  for (const auto& coding : segment.codings()) {
    const std::string code = absl::StrCat(ShortCode(coding.code()), " (", coding.coder(), ")");
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  if (!codes.empty()) head.push_back(Show(absl::StrJoin(codes, ", "), options));
  std::string said = segment.content();
  if (!segment.before().empty() || !segment.behind().empty()) {
    // What stands around it has its blanks.
    said = absl::StrCat(segment.before(), Sign(">>", "»", options), said, Sign("<<", "«", options),
                        segment.behind());
  }
  return absl::StrCat(absl::StrJoin(head, "  "), "\n", Lines("  ", Show(said, options), options));
}

void PrintFound(const Invocation& invocation, const ViewOptions& options, const Found& found) {
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    std::vector<std::string> segments;
    for (const StudySegment& each : found.segments) segments.push_back(JsonValueOf(each));
    out << JsonObject()
               .AddRaw("segments", absl::StrCat("[", absl::StrJoin(segments, ","), "]"))
               .Add("more", found.more)
               .Add("leftOutCases", found.left_out_cases)
               .str()
        << "\n";
    return;
  }
  for (const StudySegment& each : found.segments) {
    out << ViewSegment(each, invocation.args.positional[0], options);
  }
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  const bool one = found.segments.size() == 1;
  out << found.segments.size() << say(one ? " Stelle" : " Stellen", one ? " place" : " places")
      << (found.more ? say("; es gibt mehr: --most=N", "; there are more: --most=N") : "") << "\n";
  if (found.left_out_cases > 0) {
    invocation.environment.err << found.left_out_cases
                               << say(" Fälle sind nur mit einem weiteren Recht lesbar und fehlen",
                                      " cases need a further right to be read and are left out")
                               << "\n";
  }
}

}  // namespace

absl::Status RunQualFind(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const auto place = ReadQualPlace(args.positional[0], {QualPlace::kStudy});
  if (!place.ok()) return place.status();
  const auto most = ReadNumber(args, "most", 1, 100'000, 100);
  if (!most.ok()) return most.status();
  const bool by_word = args.Has("keyword");
  const auto context = ReadNumber(args, "context", 0, 50, by_word ? 8 : 0);
  if (!context.ok()) return context.status();
  if (args.Has("prefix") && !by_word) return UsageError("--prefix is that of --keyword");
  Client client(invocation.settings);
  absl::StatusOr<Found> found;
  if (by_word) {
    const auto request = KeywordWanted(args, static_cast<int32_t>(*context));
    if (!request.ok()) return request.status();
    found = ReadPages<FindKeywordRequest, FindKeywordResponse>(*request, *most, &client);
  } else {
    const auto request = SegmentsWanted(args, static_cast<int32_t>(*context));
    if (!request.ok()) return request.status();
    found = ReadPages<FindSegmentsRequest, FindSegmentsResponse>(*request, *most, &client);
  }
  if (!found.ok()) return found.status();
  PrintFound(invocation, *options, *found);
  return absl::OkStatus();
}

}  // namespace lotse::cli
