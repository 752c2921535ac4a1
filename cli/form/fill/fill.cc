// lotse form fill: asks the questions of a questionnaire and keeps the answers in a file.
#include <google/protobuf/util/json_util.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/form/commands.h"
#include "cli/form/fill/dialogue.h"
#include "cli/form/fill/filled_form.pb.h"
#include "cli/form/fill/form_session.h"
#include "cli/form/fill/response_line.h"
#include "cli/form/source.h"
#include "cli/json.h"
#include "cli/text.h"
#include "runtime/types/date.h"
#include "runtime/types/random.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/answer_rules.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::FormViolation;

// Largest file of answers: what a request may have, and JSON around it.
constexpr size_t kMostBytes = 16 << 20;

// Chance for expressions.
class Dice : public survey::logic::RandomSource {
 public:
  std::uint64_t Next() override {
    std::uint64_t bits = 0;
    const std::string bytes = types::RandomBytes(sizeof(bits));
    std::memcpy(&bits, bytes.data(), sizeof(bits));
    return bits;
  }
};

// One run of the command.
class Filler {
 public:
  Filler(const Invocation& invocation, FormSource source)
      : invocation_(invocation),
        source_(std::move(source)),
        language_(OwnLanguage(source_)),
        path_(invocation.args.Get("answers")),
        out_(ResultPath(invocation.args.Get(
            "out", absl::StrCat(absl::StripSuffix(path_, ".json"), ".jsonl")))) {}

  absl::Status Run() {
    if (absl::Status s = Read(); !s.ok()) return s;
    Environment& environment = invocation_.environment;
    // The outcome alone goes to stdout where a program reads it.
    std::ostream& out = invocation_.settings.json ? environment.err : Told();
    FormSession session(
        source_.result.instrument, kept_.key(), source_.language, [this] { return Now(); },
        source_.program);
    if (absl::Status s = session.Begin(kept_.answers()); !s.ok()) return DataError(s.message());
    if (absl::Status s = CheckBelonging(session); !s.ok()) return s;
    DialogueSetting setting = {environment.in, out, source_.language,
                               Page::WidthFor(environment.columns),
                               [&](const FormPlace& next) { return Keep(session, next); }};
    const bool goes_on = kept_.has_next();
    const FormPlace next = kept_.next();
    const absl::StatusOr<bool> ended =
        Dialogue(&session, std::move(setting)).Run(goes_on ? &next : nullptr);
    if (!ended.ok()) return ended.status();
    return Finish(session, *ended, &out);
  }

 private:
  // Where the program speaks: not where the response goes.
  std::ostream& Told() const {
    const Environment& environment = invocation_.environment;
    return IsOwnStdout(out_) ? environment.err : environment.out;
  }

  survey::logic::Environment Now() {
    survey::logic::Environment now;
    now.now = absl::Now();
    now.time_zone = types::BerlinTime();
    now.language = source_.language;
    now.random = &dice_;
    return now;
  }

  absl::Status Read() {
    for (const std::string& path : {path_, out_}) {
      if (absl::Status s = CheckWritable(path); !s.ok()) return s;
    }
    if (!std::filesystem::exists(path_)) {
      kept_.set_form_sha256(source_.sha256);
      kept_.set_key(absl::BytesToHexString(types::RandomBytes(16)));
      return absl::OkStatus();
    }
    const absl::StatusOr<std::string> json = ReadFileUpTo(path_, kMostBytes);
    if (!json.ok()) return json.status();
    if (!types::IsUtf8(*json) || !google::protobuf::util::JsonStringToMessage(*json, &kept_).ok()) {
      return DataError(absl::StrCat(path_,
                                    " is no file of answers that lotse form fill wrote; "
                                    "give another one, which is made"));
    }
    if (kept_.form_sha256() != source_.sha256) {
      invocation_.environment.err << Either(
          language_, "Hinweis: der Fragebogen hat sich seit den ersten Antworten geändert\n",
          "note: the questionnaire has changed since the first answers\n");
    }
    return absl::OkStatus();
  }

  // Refuses answers to what is not there.
  absl::Status CheckBelonging(const FormSession& session) const {
    std::vector<Problem> problems;
    for (const FormViolation& violation : session.state().violations()) {
      if (violation.kind() != FormViolation::KIND_UNKNOWN) continue;
      problems.push_back(
          {absl::StrCat("answers[", violation.answer() - 1, "]"), violation.description()});
    }
    if (problems.empty()) return absl::OkStatus();
    return DataError(absl::StrCat(path_, Either(language_, ": gehört nicht zu diesem Fragebogen",
                                                ": does not belong to this questionnaire")),
                     problems);
  }

  absl::Status Keep(const FormSession& session, const FormPlace& next) {
    *kept_.mutable_answers() = session.answers();
    kept_.clear_next();
    if (!next.code().empty()) *kept_.mutable_next() = next;
    return WriteFileAtomically(path_, MessageJson(kept_, true), 0600);
  }

  absl::Status Finish(const FormSession& session, bool at_end, std::ostream* out) {
    const std::vector<FormViolation> wrong = session.Wrong();
    const bool complete = at_end && wrong.empty();
    if (complete) {
      const std::string line = ResponseLine(session);
      if (absl::Status s = CheckAnswers(session); !s.ok()) return s;
      if (absl::Status s = WriteFileAtomically(out_, line, 0600); !s.ok()) return s;
    }
    if (invocation_.settings.json) {
      std::vector<std::string> open;
      for (const FormViolation& violation : wrong) open.push_back(PlaceText(violation.place()));
      Told() << JsonObject()
                    .Add("complete", complete)
                    .Add("answers", path_)
                    .Add("out", complete ? out_ : "")
                    .AddRaw("open", JsonStrings(open))
                    .str()
             << "\n";
      return absl::OkStatus();
    }
    *out << "\n";
    if (complete) {
      *out << Either(language_, "Vollständig. Die Antworten stehen in ",
                     "Complete. The answers are in ")
           << out_
           << Either(language_, "; lotse submit sendet sie.\n", "; lotse submit sends them.\n");
      return absl::OkStatus();
    }
    *out << Either(language_, "Noch nicht vollständig; aufgehoben in ",
                   "Not complete yet; kept in ")
         << path_ << "\n";
    if (at_end) PrintOpen(wrong, out);
    return absl::OkStatus();
  }

  void PrintOpen(const std::vector<FormViolation>& wrong, std::ostream* out) const {
    const Numbering numbering(source_.result.instrument);
    for (const FormViolation& violation : wrong) {
      *out << "  " << numbering.Of(violation.place().code()) << " ("
           << Printable(PlaceText(violation.place())) << ")\n";
    }
  }

  // As the service does when it is handed in.
  absl::Status CheckAnswers(const FormSession& session) {
    const survey::JudgedAnswers judged = survey::JudgeAnswers(
        session.compiled(), session.answers(), 0, Now(), survey::IfNotAsked::kRemove);
    if (judged.violations.empty()) return absl::OkStatus();
    std::vector<Problem> problems;
    for (const auto& violation : judged.violations) {
      problems.push_back({violation.field, violation.description});
    }
    return DataError(Either(language_, "der Dienst nähme die Antworten so nicht an",
                            "the service would not take the answers like this"),
                     problems);
  }

  const Invocation& invocation_;
  const FormSource source_;
  const std::string language_;
  const std::string path_;
  const std::string out_;
  Dice dice_;
  FilledForm kept_;
};

}  // namespace

absl::Status RunFormFill(const Invocation& invocation) {
  if (invocation.args.Get("answers").empty()) return UsageError("--answers is missing");
  absl::StatusOr<FormSource> source = ReadRightForm(invocation.args);
  if (!source.ok()) return source.status();
  return Filler(invocation, *std::move(source)).Run();
}

}  // namespace lotse::cli
