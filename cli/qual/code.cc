// lotse qual code: gives a code to a part of a text.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/channel.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/qual/commands.h"
#include "cli/qual/places.h"
#include "lotse/survey/v1alpha/coding_service.pb.h"
#include "lotse/survey/v1alpha/study_text_service.pb.h"
#include "runtime/types/utf8.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Coding;
using survey::v1alpha::CreateCodingRequest;
using survey::v1alpha::StudyText;

// In code points.
using Range = std::pair<int64_t, int64_t>;

// Places of a wording that a message names.
constexpr size_t kMaxNamedPlaces = 20;

absl::StatusOr<Range> ReadRange(const std::string& given) {
  const std::vector<std::string> parts = absl::StrSplit(given, '-');
  Range range;
  const bool right = parts.size() == 2 && absl::SimpleAtoi(parts[0], &range.first) &&
                     absl::SimpleAtoi(parts[1], &range.second) && range.first >= 0 &&
                     range.second > range.first;
  if (right) return range;
  return UsageError("--range: give BEGIN-END in code points from 0, END behind the last one");
}

// Where the wording stands in the text, letter by letter.
std::vector<Range> FindWording(const std::string& content, const std::string& wording) {
  const auto length = static_cast<int64_t>(types::CodePointCount(wording));
  std::vector<Range> found;
  int64_t position = 0;
  size_t counted = 0;
  for (size_t at = content.find(wording); at != std::string::npos;
       at = content.find(wording, at + wording.size())) {
    const absl::string_view between = absl::string_view(content).substr(counted, at - counted);
    position += static_cast<int64_t>(types::CodePointCount(between));
    counted = at;
    found.emplace_back(position, position + length);
  }
  return found;
}

std::string ToldOfPlaces(const std::vector<Range>& found) {
  std::vector<std::string> told;
  for (size_t i = 0; i < found.size() && i < kMaxNamedPlaces; ++i) {
    told.push_back(absl::StrCat(found[i].first, "-", found[i].second));
  }
  return absl::StrCat(absl::StrJoin(told, ", "), found.size() > kMaxNamedPlaces ? ", …" : "");
}

// The parts that are meant. What was said is not repeated.
absl::StatusOr<std::vector<Range>> PartsOf(const Args& args, const ViewOptions& options,
                                           const StudyText& text) {
  if (args.Has("range")) {
    const auto range = ReadRange(args.Get("range"));
    if (!range.ok()) return range.status();
    return std::vector<Range>{*range};
  }
  std::vector<Range> found = FindWording(text.content(), args.Get("wording"));
  if (found.empty()) {
    return DataError(Either(options.language, "dieser Wortlaut steht nicht im Text",
                            "this wording does not stand in the text"));
  }
  if (args.Has("all") || found.size() == 1) return found;
  const auto number = ReadNumber(args, "occurrence", 1, static_cast<int64_t>(found.size()), 0);
  if (!number.ok()) return number.status();
  if (*number > 0) return std::vector<Range>{found[static_cast<size_t>(*number) - 1]};
  return DataError(absl::StrCat(
      Either(options.language, "der Wortlaut steht ", "the wording stands "), found.size(),
      Either(options.language, "-mal im Text (", " times in the text ("), ToldOfPlaces(found),
      Either(options.language, "); welcher ist gemeint? --occurrence=N oder --all",
             "); which one is meant? --occurrence=N or --all")));
}

absl::Status CheckWhichPart(const Args& args) {
  if (args.Has("range") == args.Has("wording")) {
    return UsageError("which part? Give --range=BEGIN-END or --wording=TEXT");
  }
  if (args.Has("wording") && args.Get("wording").empty()) {
    return UsageError("--wording: give the words as they stand in the text");
  }
  if (args.Has("range") && (args.Has("all") || args.Has("occurrence"))) {
    return UsageError("--all and --occurrence say which of several wordings is meant");
  }
  if (args.Has("all") && args.Has("occurrence")) return UsageError("give --all or --occurrence");
  if (args.Get("coder").empty()) return UsageError("--coder is missing: as whom do you code?");
  return absl::OkStatus();
}

}  // namespace

absl::Status RunQualCode(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const std::string& name = args.positional[0];
  const auto place = ReadQualPlace(name, {QualPlace::kText});
  if (!place.ok()) return place.status();
  const auto code = ReadCodeName(StudyIn(name), args.positional[1]);
  if (!code.ok()) return code.status();
  if (absl::Status s = CheckWhichPart(args); !s.ok()) return s;

  Client client(invocation.settings);
  survey::v1alpha::GetStudyTextRequest get;
  get.set_parent(AboveIn(name));
  get.set_text_id(IdOf(name));
  StudyText text;
  if (absl::Status s = client.Call(get, &text); !s.ok()) return s;
  const auto parts = PartsOf(args, *options, text);
  if (!parts.ok()) return parts.status();

  std::vector<std::string> stored;
  for (const Range& part : *parts) {
    CreateCodingRequest request;
    request.set_parent(StudyIn(name));
    request.set_coding_id(types::NewRandomUuid());
    Coding& coding = *request.mutable_coding();
    coding.set_text(name);
    coding.mutable_range()->set_begin(part.first);
    coding.mutable_range()->set_end(part.second);
    coding.set_code(*code);
    coding.set_coder(args.Get("coder"));
    coding.set_text_revision(text.revision());
    Coding reply;
    if (absl::Status s = client.Call(request, &reply); !s.ok()) {
      if (stored.empty()) return s;
      return WithLine(s, absl::StrCat(stored.size(), " of ", parts->size(),
                                      " parts are coded; the same command again goes on"));
    }
    stored.push_back(JsonValueOf(reply));
    if (!invocation.settings.json) {
      invocation.environment.out << reply.range().begin() << "-" << reply.range().end() << "  "
                                 << Show(reply.name(), *options) << "\n";
    }
  }
  if (invocation.settings.json) {
    invocation.environment.out
        << JsonObject().AddRaw("codings", absl::StrCat("[", absl::StrJoin(stored, ","), "]")).str()
        << "\n";
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
