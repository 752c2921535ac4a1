#include "tests/perf/fresh_tables.h"

#include <cstdio>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/survey/v1alpha/release_service.grpc.pb.h"
#include "tests/perf/survey_daemon.h"

namespace lotse::perf {
namespace {

namespace api = survey::v1alpha;

constexpr int kPeople = 100'000;
constexpr double kLimitMs = 50;

// Milliseconds of a call; nothing if it was refused.
template <class Call>
std::optional<double> Milliseconds(Call call) {
  grpc::ClientContext context;
  const absl::Time start = absl::Now();
  const grpc::Status status = call(&context);
  const double took = absl::ToDoubleMilliseconds(absl::Now() - start);
  if (status.ok()) return took;
  std::fprintf(stderr, "bench: %s\n", status.error_message().c_str());
  return std::nullopt;
}

std::optional<double> Begin(api::ReleaseService::Stub& releases, const std::string& id) {
  api::CreateReleaseRequest create;
  create.set_parent(kWave);
  create.set_release_id(id);
  auto* title = create.mutable_release()->mutable_title()->add_variants();
  title->set_language("de");
  title->set_text("Messung");
  create.mutable_release()->set_audience(api::Release::AUDIENCE_STEERING_GROUP);
  api::Release made;
  return Milliseconds(
      [&](grpc::ClientContext* context) { return releases.CreateRelease(context, create, &made); });
}

// A table of each question; nothing if one was refused.
std::optional<double> Tabulate(api::ReleaseService::Stub& releases, const std::string& id) {
  api::TabulateRequest tabulate;
  tabulate.set_name(absl::StrCat(kWave, "/releases/", id));
  for (int i = 0; i < kQuestions; ++i) tabulate.add_tables()->add_variables(QuestionCode(i));
  api::TabulateResponse tables;
  const auto took = Milliseconds(
      [&](grpc::ClientContext* context) { return releases.Tabulate(context, tabulate, &tables); });
  for (const auto& table : tables.tables()) {
    if (table.refusal() != api::Table::REFUSAL_UNSPECIFIED) return std::nullopt;
  }
  return tables.tables_size() == kQuestions ? took : std::nullopt;
}

}  // namespace

bool FreshTables(const Rows& rows) {
  constexpr int kUnderWay = 256;
  SurveyDaemon survey;
  survey.MakeOpenWave({.invited = false});
  int64_t people = 0;
  while (people < kPeople) {
    people += RunStream(survey.front(), kUnderWay, absl::Seconds(1), /*tokens=*/nullptr).answered;
  }
  if (survey.CloseWave() != people) return false;
  api::ReleaseService::Stub releases(survey.Consultant());
  const auto begun = Begin(releases, "a");
  const auto first = Tabulate(releases, "a");
  const auto again = Begin(releases, "b");
  const auto ready = Tabulate(releases, "b");
  if (!begun || !first || !again || !ready) return false;
  rows.Note(absl::StrCat("lotse-survey, a wave with ", people, " responses to ", kQuestions,
                         " single choices that was just closed: a release is begun, and all "
                         "tables of it are asked for in one call; once each, with the commits"));
  rows.Print({"release begun, figures kept first", *begun, "ms", {}, {}});
  rows.Print({"20 tables, the first call", *first, "ms", kLimitMs, {}});
  rows.Print({"20 tables, another release", *ready, "ms", kLimitMs, {}});
  return true;
}

}  // namespace lotse::perf
