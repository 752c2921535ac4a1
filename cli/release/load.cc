#include "cli/release/load.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/moment.h"
#include "cli/release/commands.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Release;

constexpr char kWave[] =
    "programmes/{programme}/engagements/{engagement}/surveys/{survey}/waves/{wave}";
constexpr char kRelease[] =
    "programmes/{programme}/engagements/{engagement}/surveys/{survey}/waves/{wave}/releases/"
    "{release}";
constexpr int kWaveParts = 4;
constexpr char kExample[] =
    "programmes/vopi/engagements/musterstadt/surveys/beschaeftigte/waves/erste";
constexpr int kPage = 1000;

}  // namespace

bool IsRelease(absl::string_view name) { return types::FitsName(kRelease, name); }

absl::Status CheckWaveName(absl::string_view name) {
  if (types::FitsName(kWave, name)) return absl::OkStatus();
  return UsageError(absl::StrCat("'", name, "' is no name of a wave; give one like ", kExample));
}

absl::Status CheckReleaseName(absl::string_view name) {
  if (IsRelease(name)) return absl::OkStatus();
  return UsageError(absl::StrCat("'", name, "' is no name of a release; give one like ", kExample,
                                 "/releases/rat"));
}

absl::Status LoadVariables(const std::string& wave, Client* client,
                           survey::v1alpha::ListVariablesResponse* variables) {
  survey::v1alpha::ListVariablesRequest list;
  list.set_parent(wave);
  list.set_page_size(kPage);
  survey::v1alpha::ListVariablesResponse page;
  do {
    page.Clear();
    if (absl::Status s = client->Call(list, &page); !s.ok()) return s;
    variables->mutable_variables()->MergeFrom(page.variables());
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return absl::OkStatus();
}

absl::Status LoadVariables(const std::string& wave, Client* client, TableContext* context) {
  survey::v1alpha::ListVariablesResponse variables;
  if (absl::Status s = LoadVariables(wave, client, &variables); !s.ok()) return s;
  for (auto& variable : *variables.mutable_variables()) {
    std::string code = variable.code();
    context->variables[std::move(code)] = std::move(variable);
  }
  return absl::OkStatus();
}

absl::Status LoadRelease(const std::string& name, Client* client, Release* release,
                         TableContext* context) {
  survey::v1alpha::GetReleaseRequest get;
  get.set_name(name);
  if (absl::Status s = client->Call(get, release); !s.ok()) return s;
  context->minimum_base = release->minimum_base();
  return LoadVariables(types::Prefix(name, kWaveParts), client, context);
}

std::string ViewRelease(const Release& release, const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  const auto word = [&](auto value) { return Show(Word(value, options.language), options); };
  std::vector<std::pair<std::string, std::string>> facts;
  facts.emplace_back(say("  Stand", "  state"), word(release.state()));
  facts.emplace_back(say("  für", "  for"), word(release.audience()));
  facts.emplace_back(say("  Antworten", "  responses"), release.has_responses()
                                                            ? absl::StrCat(release.responses())
                                                            : say("zu wenige", "too few"));
  facts.emplace_back(say("  gezeigt", "  shown"),
                     absl::StrCat(say("ab ", "from "), release.minimum_base(),
                                  say(" Personen, Anzahlen ab ", " people, counts from "),
                                  release.minimum_cell()));
  if (!release.break_variables().empty()) {
    facts.emplace_back(say("  aufgegliedert nach", "  broken down by"),
                       Show(absl::StrJoin(release.break_variables(), ", "), options));
  }
  if (!release.sensitive_variables().empty()) {
    facts.emplace_back(say("  empfindlich", "  sensitive"),
                       Show(absl::StrJoin(release.sensitive_variables(), ", "), options));
  }
  facts.emplace_back(say("  Tabellen", "  tables"), absl::StrCat(release.table_count()));
  if (release.has_freeze_time()) {
    facts.emplace_back(say("  eingefroren am", "  frozen on"),
                       MomentText(types::FromTimestamp(release.freeze_time())));
  }
  // It is never broken, so that it can be compared with another one.
  const std::string hash =
      release.tables_sha256().empty()
          ? ""
          : absl::StrCat("  SHA-256 ", Show(release.tables_sha256(), options), "\n");
  return absl::StrCat(Lines("", ShowText(release.title(), options), options),
                      Show(release.name(), options), "\n", Facts(facts, options), hash);
}

}  // namespace lotse::cli
