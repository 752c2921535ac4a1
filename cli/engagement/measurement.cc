// lotse measurement record: values of indicators, typed or from a table.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/channel.h"
#include "cli/csv.h"
#include "cli/engagement/commands.h"
#include "cli/engagement/measurement_rows.h"
#include "cli/engagement/pages.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/text.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.pb.h"
#include "runtime/types/decimal.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using namespace engagement::v1alpha;  // NOLINT: everything that is recorded comes from there.

absl::StatusOr<Measurement::State> ReadState(const Args& args) {
  const std::string word = args.Get("state", "draft");
  if (word == "draft") return Measurement::STATE_DRAFT;
  if (word == "submit" || word == "submitted") return Measurement::STATE_SUBMITTED;
  if (word == "validate" || word == "validated") return Measurement::STATE_VALIDATED;
  return UsageError(absl::StrCat("--state: '", word, "' is none; give draft, submit or validate"));
}

absl::StatusOr<std::vector<MeasurementRow>> ReadTable(const Invocation& invocation) {
  const Args& args = invocation.args;
  for (const char* flag : {"period", "value", "not-measurable"}) {
    if (args.Has(flag)) return UsageError(absl::StrCat("--", flag, " stands in the file"));
  }
  const std::string owner = args.positional.empty() ? "" : args.positional[0];
  if (!owner.empty() && !types::FitsName("programmes/{programme}", owner) &&
      !types::FitsName("programmes/{programme}/engagements/{engagement}", owner)) {
    return UsageError(absl::StrCat("'", owner,
                                   "': with --file give the engagement or programme whose "
                                   "indicators the file names by their ids, or nothing"));
  }
  const std::string path = args.Get("file");
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) return content.status();
  const absl::StatusOr<CsvTable> table = ParseCsv(*content);
  if (!table.ok()) return DataError(absl::StrCat(path, ": ", table.status().message()));
  absl::StatusOr<MeasurementRows> read = ReadMeasurementRows(*table, owner);
  if (!read.ok()) return read.status();
  if (!invocation.settings.json) {
    for (const std::string& column : read->unread) {
      invocation.environment.err << "note: column " << Printable(column) << " is not read\n";
    }
  }
  return std::move(read->rows);
}

absl::StatusOr<std::vector<MeasurementRow>> ReadTyped(const Args& args) {
  if (args.positional.empty()) {
    return UsageError("which indicator? Give its name, or a table with --file=FILE.csv");
  }
  MeasurementRow row;
  absl::StatusOr<std::string> indicator = ReadIndicator(args.positional[0], "");
  if (!indicator.ok()) return indicator.status();
  row.indicator = *std::move(indicator);
  if (args.Get("period").empty()) return UsageError("--period is missing; write --period=2026-Q2");
  const absl::StatusOr<Period> period = ReadPeriod(args.Get("period"));
  if (!period.ok()) return period.status();
  row.period = *period;
  row.not_measurable = args.Get("not-measurable");
  if (args.Get("value").empty() == row.not_measurable.empty()) {
    return UsageError(
        "give either --value=NUMBER, or --not-measurable=TEXT with the reason why there is none");
  }
  if (row.not_measurable.empty()) {
    absl::StatusOr<std::string> value = ReadNumber(args.Get("value"));
    if (!value.ok()) return value.status();
    row.value = *std::move(value);
  }
  return std::vector<MeasurementRow>{row};
}

// Why there is no achievement; the service's own word where this program knows none.
std::string WhyUndefined(const std::string& reason, absl::string_view language) {
  struct Entry {
    const char* reason;
    const char* german;
    const char* english;
  };
  constexpr Entry kEntries[] = {
      {"NO_BASELINE", "kein Ausgangswert", "no baseline"},
      {"NO_TARGET", "kein Zielwert", "no target"},
      {"NO_VALUE", "kein Messwert", "no value"},
      {"NOT_MEASURABLE", "nicht messbar", "not measurable"},
      {"TOO_LARGE", "die Summe ist zu groß", "the sum is too large"},
      {"TARGET_IS_BASELINE", "der Zielwert ist der Ausgangswert", "the target is the baseline"},
  };
  for (const Entry& entry : kEntries) {
    if (reason == entry.reason) return std::string(Either(language, entry.german, entry.english));
  }
  return reason;
}

// What is odd about a measurement, in the same way.
std::string WarningWords(const std::string& warning, absl::string_view language) {
  if (warning == "DECREASED") {
    return std::string(Either(language, "kleiner als der Wert davor, obwohl fortgezählt wird",
                              "less than the value before, though it is counted on"));
  }
  if (warning == "BREAKDOWN_SUM") {
    return std::string(Either(language, "die Aufteilung ergibt eine andere Summe",
                              "the breakdown makes another sum"));
  }
  return warning;
}

class Recorder {
 public:
  Recorder(const Invocation& invocation, const ViewOptions& options, Measurement::State state)
      : invocation_(invocation), options_(options), state_(state), client_(invocation.settings) {}

  // Records a value and goes on to the state that was asked for. What is there already as
  // it should be is left as it is.
  absl::Status Record(const MeasurementRow& row) {
    const auto others = Known(row.indicator);
    if (!others.ok()) return others.status();
    Measurement measurement;
    const Measurement* there = nullptr;
    for (const Measurement& other : **others) {
      if (DayText(other.start_date()) == DayText(row.period.first) &&
          DayText(other.end_date()) == DayText(row.period.last)) {
        there = &other;
      }
    }
    std::string outcome = "unchanged";
    if (there == nullptr) {
      outcome = "created";
      if (absl::Status s = Create(row, &measurement); !s.ok()) return s;
    } else if (IsSame(row, *there)) {
      measurement = *there;
    } else {
      outcome = "updated";
      if (absl::Status s = Change(row, *there, &measurement); !s.ok()) return s;
    }
    const absl::Status stepped = GoOn(&measurement);
    Tell(row, outcome, measurement);
    return stepped;
  }

  // How far the indicator is at the end of a day, with what is not validated yet.
  absl::Status TellAchievement(const std::string& indicator, const google::type::Date& day) {
    GetAchievementRequest request;
    request.set_name(indicator);
    request.set_drafts_too(true);
    *request.mutable_as_of_date() = day;
    GetAchievementResponse reply;
    if (absl::Status s = client_.Call(request, &reply); !s.ok()) return s;
    std::ostream& out = invocation_.environment.out;
    if (invocation_.settings.json) {
      std::string json = MessageJson(reply, false);
      json.pop_back();
      out << JsonObject()
                 .Add("indicator", indicator)
                 .Add("asOfDate", DayText(day))
                 .AddRaw("achievement", json)
                 .str()
          << "\n";
      return absl::OkStatus();
    }
    out << Lines(
               "",
               absl::StrCat(Show(indicator, options_), ", ", Say("Stand ", "as of "), DayText(day)),
               options_)
        << Lines("  ", AchievementLine(reply), options_);
    return absl::OkStatus();
  }

 private:
  std::string Say(absl::string_view german, absl::string_view english) const {
    return Show(Either(options_.language, german, english), options_);
  }

  // The measurements of an indicator as they were before this run.
  absl::StatusOr<const std::vector<Measurement>*> Known(const std::string& indicator) {
    const auto it = known_.find(indicator);
    if (it != known_.end()) return &it->second;
    std::vector<Measurement> all;
    ListMeasurementsRequest request;
    request.set_parent(indicator);
    absl::Status read =
        EachPage<ListMeasurementsResponse>(&client_, request, [&](const auto& page) {
          all.insert(all.end(), page.measurements().begin(), page.measurements().end());
        });
    if (!read.ok()) return read;
    return &(known_[indicator] = std::move(all));
  }

  void Fill(const MeasurementRow& row, Measurement* measurement) const {
    if (row.not_measurable.empty()) {
      measurement->mutable_value()->set_value(row.value);
      return;
    }
    auto* variant = measurement->mutable_not_measurable_reason()->add_variants();
    variant->set_language(options_.language);
    variant->set_text(row.not_measurable);
  }

  bool IsSame(const MeasurementRow& row, const Measurement& there) const {
    if (!row.not_measurable.empty()) {
      return !there.has_value() &&
             PickWording(there.not_measurable_reason(), options_.language) == row.not_measurable;
    }
    return there.has_value() && types::DecimalOf(there.value()).ToString() == row.value;
  }

  absl::Status Create(const MeasurementRow& row, Measurement* measurement) {
    CreateMeasurementRequest request;
    request.set_parent(row.indicator);
    // Of the period, so that one that is sent again meets itself.
    request.set_measurement_id(
        absl::StrCat("m-", DayText(row.period.first), "-to-", DayText(row.period.last)));
    request.set_request_id(types::NewRandomUuid());
    Measurement& made = *request.mutable_measurement();
    *made.mutable_start_date() = row.period.first;
    *made.mutable_end_date() = row.period.last;
    made.set_source(row.line > 0 ? Measurement::SOURCE_IMPORT : Measurement::SOURCE_MANUAL);
    Fill(row, &made);
    return client_.Call(request, measurement);
  }

  absl::Status Change(const MeasurementRow& row, const Measurement& there,
                      Measurement* measurement) {
    if (there.state() != Measurement::STATE_DRAFT) {
      return absl::FailedPreconditionError(absl::StrCat(
          there.name(), " is ", Measurement::State_Name(there.state()).substr(sizeof "STATE"),
          there.has_value() ? absl::StrCat(" with the value ", there.value().value())
                            : " as not measurable",
          there.state() == Measurement::STATE_LOCKED
              ? "; correct it (lotse call CorrectMeasurement) before another value is recorded"
              : "; take it back (lotse call MoveMeasurement) before another value is recorded"));
    }
    UpdateMeasurementRequest request;
    request.set_request_id(types::NewRandomUuid());
    request.mutable_update_mask()->add_paths("value");
    request.mutable_update_mask()->add_paths("not_measurable_reason");
    request.mutable_measurement()->set_name(there.name());
    request.mutable_measurement()->set_etag(there.etag());
    Fill(row, request.mutable_measurement());
    return client_.Call(request, measurement);
  }

  // Hands in and validates, as far as was asked for.
  absl::Status GoOn(Measurement* measurement) {
    if (measurement->state() == Measurement::STATE_DRAFT && state_ > Measurement::STATE_DRAFT) {
      MoveMeasurementRequest request;
      request.set_name(measurement->name());
      request.set_etag(measurement->etag());
      request.set_step(MEASUREMENT_STEP_SUBMIT);
      request.set_request_id(types::NewRandomUuid());
      if (absl::Status s = client_.Call(request, measurement); !s.ok()) return s;
    }
    if (measurement->state() == Measurement::STATE_SUBMITTED &&
        state_ > Measurement::STATE_SUBMITTED) {
      DecideMeasurementRequest request;
      request.set_name(measurement->name());
      request.set_etag(measurement->etag());
      request.set_step(MEASUREMENT_STEP_VALIDATE);
      request.set_request_id(types::NewRandomUuid());
      return client_.Call(request, measurement);
    }
    return absl::OkStatus();
  }

  void Tell(const MeasurementRow& row, const std::string& outcome,
            const Measurement& measurement) const {
    std::ostream& out = invocation_.environment.out;
    if (invocation_.settings.json) {
      JsonObject object;
      if (row.line > 0) object.Add("line", row.line);
      object.Add("name", measurement.name())
          .Add("outcome", outcome)
          .Add("state", Measurement::State_Name(measurement.state()))
          .AddRaw("warnings",
                  JsonStrings({measurement.warnings().begin(), measurement.warnings().end()}));
      out << object.str() << "\n";
      return;
    }
    const std::string value = measurement.has_value() ? measurement.value().value()
                                                      : Say("nicht messbar", "not measurable");
    const std::string before =
        absl::StrCat(outcome == "created"   ? Say("angelegt   ", "created    ")
                     : outcome == "updated" ? Say("geändert   ", "updated    ")
                                            : Say("unverändert", "unchanged  "),
                     "  ");
    const std::string name = Show(measurement.name(), options_);
    const std::string state = Show(Word(measurement.state(), options_.language), options_);
    const std::string line = absl::StrCat(before, name, "  ", value, "  ", state);
    if (DisplayWidth(line) <= options_.width) {
      out << line << "\n";
    } else {
      out << Lines(before, name, options_)
          << Lines(std::string(static_cast<size_t>(DisplayWidth(before)), ' '),
                   absl::StrCat(value, ", ", state), options_);
    }
    for (const std::string& warning : measurement.warnings()) {
      invocation_.environment.err << Lines(Say("Hinweis: ", "note: "),
                                           Show(WarningWords(warning, options_.language), options_),
                                           options_);
    }
  }

  std::string AchievementLine(const GetAchievementResponse& reply) const {
    const auto part = [&](absl::string_view german, absl::string_view english, bool has,
                          const google::type::Decimal& value) {
      return absl::StrCat(Say(german, english), " ", has ? value.value() : "-");
    };
    std::string line =
        absl::StrCat(part("Ausgangswert", "baseline", reply.has_baseline(), reply.baseline()), ", ",
                     part("Zielwert", "target", reply.has_target(), reply.target()), ", ",
                     part("Istwert", "actual", reply.has_actual(), reply.actual()), ": ");
    if (reply.has_ratio_percent()) {
      absl::StrAppend(&line, Say("Zielerreichung ", "achievement "), reply.ratio_percent().value(),
                      options_.language == "de" ? " %" : "%");
    } else {
      absl::StrAppend(&line, Say("Zielerreichung nicht bestimmbar", "achievement undefined"), " (",
                      Show(WhyUndefined(reply.undefined_reason(), options_.language), options_),
                      ")");
    }
    return line;
  }

  const Invocation& invocation_;
  const ViewOptions& options_;
  const Measurement::State state_;
  Client client_;
  std::map<std::string, std::vector<Measurement>> known_;
};

// The indicators of the rows, each with the last day of its periods.
std::map<std::string, google::type::Date> LastDays(const std::vector<MeasurementRow>& rows) {
  std::map<std::string, google::type::Date> days;
  for (const MeasurementRow& row : rows) {
    google::type::Date& day = days[row.indicator];
    if (DayText(day) < DayText(row.period.last)) day = row.period.last;
  }
  return days;
}

}  // namespace

absl::Status RunMeasurementRecord(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const absl::StatusOr<Measurement::State> state = ReadState(invocation.args);
  if (!state.ok()) return state.status();
  const bool file = invocation.args.Has("file");
  const absl::StatusOr<std::vector<MeasurementRow>> rows =
      file ? ReadTable(invocation) : ReadTyped(invocation.args);
  if (!rows.ok()) return rows.status();
  Recorder recorder(invocation, *options, *state);
  std::vector<Problem> problems;
  for (const MeasurementRow& row : *rows) {
    const absl::Status recorded = recorder.Record(row);
    if (recorded.ok()) continue;
    // Without the service, or of one value, there is nothing to go on with.
    if (!file || ExitCodeOf(recorded) != ExitCode::kRefused) return recorded;
    std::string what(recorded.message());
    for (const std::string& line : DescribeDetails(DetailsOf(recorded))) {
      absl::StrAppend(&what, "; ", line);
    }
    problems.push_back({absl::StrCat("line ", row.line), what});
  }
  for (const auto& [indicator, day] : LastDays(*rows)) {
    const absl::Status told = recorder.TellAchievement(indicator, day);
    if (!told.ok() && problems.empty()) return told;
  }
  if (problems.empty()) return absl::OkStatus();
  return DataError(absl::StrCat(problems.size(), " of ", rows->size(),
                                " values were not recorded. Correct them and give the same "
                                "command again: what is there already is not changed"),
                   problems);
}

}  // namespace lotse::cli
