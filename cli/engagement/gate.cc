// lotse gate check, lotse gate pass: what a gate lacks, and the decision at it.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/channel.h"
#include "cli/engagement/commands.h"
#include "cli/engagement/days.h"
#include "cli/engagement/ids.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/moment.h"
#include "cli/text.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using namespace engagement::v1alpha;  // NOLINT: everything that is decided comes from there.

absl::Status CheckPhaseName(const std::string& name) {
  if (types::FitsName(
          "programmes/{programme}/engagements/{engagement}/tracks/{track}/phases/{phase}", name)) {
    return absl::OkStatus();
  }
  return UsageError(absl::StrCat("'", name,
                                 "' is no name of a phase; give one like programmes/vopi/"
                                 "engagements/musterstadt/tracks/jugendamt/phases/ziele"));
}

absl::Status LoadGate(Client* client, const std::string& name, Phase* phase,
                      CheckGateResponse* gate) {
  if (absl::Status s = CheckPhaseName(name); !s.ok()) return s;
  GetPhaseRequest get;
  get.set_name(name);
  if (absl::Status s = client->Call(get, phase); !s.ok()) return s;
  CheckGateRequest check;
  check.set_name(name);
  return client->Call(check, gate);
}

std::string TitleOf(const Phase& phase, const std::string& id, const ViewOptions& options) {
  for (const GateCriterion& criterion : phase.criteria()) {
    if (criterion.criterion_id() == id) return ShowText(criterion.title(), options);
  }
  for (const GateDeliverable& deliverable : phase.deliverables()) {
    if (deliverable.deliverable_id() == id) return ShowText(deliverable.title(), options);
  }
  return id;
}

// All that is missing: id and title, what is the case, and what is in the way.
std::string ViewMissing(const Phase& phase, const CheckGateResponse& gate,
                        const ViewOptions& options) {
  std::string text;
  for (const bool mandatory : {true, false}) {
    for (const MissingAtGate& missing : gate.missing()) {
      if (missing.mandatory() != mandatory) continue;
      const std::string sign = mandatory ? Sign("x", "✗", options) : Sign("-", "–", options);
      absl::StrAppend(
          &text, Lines(absl::StrCat("  ", sign, " "),
                       absl::StrCat(TitleOf(phase, missing.id(), options), " (", missing.id(), ")"),
                       options));
      const bool german = options.language == "de" && !missing.description_de().empty();
      std::string description =
          Show(german ? missing.description_de() : missing.description(), options);
      if (!mandatory) {
        absl::StrAppend(
            &description,
            Show(Either(options.language, " [nicht verpflichtend]", " [not mandatory]"), options));
      }
      absl::StrAppend(&text, Lines("    ", description, options));
      for (const std::string& resource : missing.resources()) {
        absl::StrAppend(&text, Lines("    ", Show(resource, options), options));
      }
    }
  }
  return text;
}

absl::StatusOr<GateVerdict::Verdict> ReadVerdict(const Args& args) {
  static const std::vector<std::pair<std::string, GateVerdict::Verdict>> kVerdicts = {
      {"passed", GateVerdict::VERDICT_PASSED},
      {"passed-with-conditions", GateVerdict::VERDICT_PASSED_WITH_CONDITIONS},
      {"failed", GateVerdict::VERDICT_FAILED},
      {"waived", GateVerdict::VERDICT_WAIVED}};
  const std::string word = args.Get("verdict", "passed");
  std::vector<std::string> words;
  for (const auto& [name, verdict] : kVerdicts) {
    if (name == word) return verdict;
    words.push_back(name);
  }
  return UsageError(absl::StrCat("--verdict: '", word, "' is none", DidYouMean(word, words),
                                 "; give one of ", absl::StrJoin(words, ", ")));
}

absl::Status AddCondition(const std::string& word, const std::string& language,
                          DecideGateRequest* request) {
  constexpr char kExample[] = "bericht:2026-07-31:\"Bericht nachreichen\"";
  const std::vector<std::string> parts = absl::StrSplit(word, absl::MaxSplits(':', 2));
  if (!types::IsResourceId(parts[0])) return IdError("condition", parts[0], kExample);
  const absl::optional<google::type::Date> day =
      parts.size() == 3 ? ReadDay(parts[1]) : absl::nullopt;
  if (!day.has_value() || parts[2].empty()) {
    return UsageError(absl::StrCat(
        "--condition: '", word, "' is not ID:DATE:TITLE; write one like --condition=", kExample));
  }
  GateCondition* condition = request->add_conditions();
  condition->set_action_item_id(parts[0]);
  *condition->mutable_due_date() = *day;
  auto* variant = condition->mutable_title()->add_variants();
  variant->set_language(language);
  variant->set_text(parts[2]);
  return absl::OkStatus();
}

absl::StatusOr<DecideGateRequest> ReadDecision(const Args& args) {
  DecideGateRequest request;
  request.set_name(args.positional[0]);
  const absl::StatusOr<GateVerdict::Verdict> verdict = ReadVerdict(args);
  if (!verdict.ok()) return verdict.status();
  request.set_verdict(*verdict);
  for (const std::string& word : args.GetAll("condition")) {
    absl::Status added = AddCondition(word, args.Get("language", "de"), &request);
    if (!added.ok()) return added;
  }
  const bool with_conditions = *verdict == GateVerdict::VERDICT_PASSED_WITH_CONDITIONS;
  if (with_conditions && request.conditions().empty()) {
    return UsageError(
        "--condition is missing: what is to be done? Give at least one as ID:DATE:TITLE");
  }
  if (!with_conditions && !request.conditions().empty()) {
    return UsageError("--condition is for --verdict=passed-with-conditions only");
  }
  if (*verdict == GateVerdict::VERDICT_WAIVED && args.Get("reason").empty()) {
    return UsageError("--reason is missing: why is the gate waived?");
  }
  request.set_reason(args.Get("reason"));
  request.set_body(args.Get("body"));
  request.set_decided_by_function(args.Get("function"));
  return request;
}

// The step that leads on towards the gate; unspecified at it, and where none does.
PhaseStep NextStep(Phase::State state) {
  switch (state) {
    case Phase::STATE_PLANNED:
      return PHASE_STEP_PREPARE;
    case Phase::STATE_READY:
    case Phase::STATE_REOPENED:
      return PHASE_STEP_START;
    case Phase::STATE_ACTIVE:
      return PHASE_STEP_ENTER_GATE;
    default:
      return PHASE_STEP_UNSPECIFIED;
  }
}

// What became of the phase, once its gate was decided.
void Report(const Invocation& invocation, const Phase& phase, const std::vector<std::string>& steps,
            const ViewOptions& options) {
  std::ostream& out = invocation.environment.out;
  const GateVerdict& verdict = phase.verdicts(phase.verdicts_size() - 1);
  const auto& conditions = verdict.conditions();
  if (invocation.settings.json) {
    out << JsonObject()
               .Add("name", phase.name())
               .Add("state", Phase::State_Name(phase.state()))
               .AddRaw("steps", absl::StrCat("[", absl::StrJoin(steps, ","), "]"))
               .AddRaw("conditions", JsonStrings({conditions.begin(), conditions.end()}))
               .str()
        << "\n";
    return;
  }
  out << Lines("",
               absl::StrCat(ShowText(phase.title(), options), ": ",
                            Show(Word(verdict.verdict(), options.language), options), ", ",
                            DayText(verdict.date())),
               options);
  for (const std::string& condition : conditions) {
    out << Lines("  ", Show(condition, options), options);
  }
}

class Walk {
 public:
  Walk(const Invocation& invocation, Client* client, const ViewOptions& options)
      : invocation_(invocation), client_(*client), options_(options) {}

  absl::Status Decide(Phase phase, DecideGateRequest decision) {
    while (phase.state() != Phase::STATE_IN_GATE) {
      MovePhaseRequest move;
      move.set_name(phase.name());
      move.set_etag(phase.etag());
      move.set_step(NextStep(phase.state()));
      move.set_request_id(types::NewRandomUuid());
      Phase moved;
      if (absl::Status s = client_.Call(move, &moved); !s.ok()) return Failed(s, phase);
      Tell(PhaseStep_Name(move.step()).substr(sizeof "PHASE_STEP"),
           Word(move.step(), options_.language), moved);
      phase = std::move(moved);
    }
    decision.set_etag(phase.etag());
    decision.set_request_id(types::NewRandomUuid());
    Phase decided;
    if (absl::Status s = client_.Call(decision, &decided); !s.ok()) return Failed(s, phase);
    Tell(GateVerdict::Verdict_Name(decision.verdict()).substr(sizeof "VERDICT"),
         Word(decision.verdict(), options_.language), decided);
    Report(invocation_, decided, steps_, options_);
    return absl::OkStatus();
  }

 private:
  void Tell(const std::string& step, const std::string& word, const Phase& phase) {
    steps_.push_back(
        JsonObject().Add("step", step).Add("state", Phase::State_Name(phase.state())).str());
    if (invocation_.settings.json) return;
    invocation_.environment.out << PadRight(Show(word, options_), 22) << "  "
                                << Show(Word(phase.state(), options_.language), options_) << "\n";
  }

  absl::Status Failed(const absl::Status& status, const Phase& phase) const {
    if (steps_.empty()) return status;
    return WithLine(status, absl::StrCat("the phase is ",
                                         Phase::State_Name(phase.state()).substr(sizeof "STATE"),
                                         " now; the same command goes on from there"));
  }

  const Invocation& invocation_;
  Client& client_;
  const ViewOptions& options_;
  std::vector<std::string> steps_;
};

// Whether the gate of a complete phase was decided, and by which verdict.
const GateVerdict* DecidedBy(const Phase& phase) {
  if (phase.state() != Phase::STATE_COMPLETED || phase.verdicts().empty()) return nullptr;
  return &phase.verdicts(phase.verdicts_size() - 1);
}

// Whether all that is asked for is in the verdict, so that it is the same command again.
bool IsRepetition(const GateVerdict& verdict, const DecideGateRequest& decision) {
  std::set<std::string> there;
  for (const std::string& condition : verdict.conditions()) there.insert(IdOf(condition));
  std::set<std::string> asked;
  for (const GateCondition& condition : decision.conditions()) {
    asked.insert(condition.action_item_id());
  }
  return verdict.verdict() == decision.verdict() && there == asked &&
         verdict.reason() == decision.reason() && verdict.body() == decision.body() &&
         verdict.decided_by_function() == decision.decided_by_function();
}

absl::Status OtherwiseDecided(const Phase& phase, const GateVerdict& verdict) {
  return absl::FailedPreconditionError(absl::StrCat(
      phase.name(), " is COMPLETED: there is nothing to decide at its gate. It was decided on ",
      DayText(verdict.date()), ", ",
      GateVerdict::Verdict_Name(verdict.verdict()).substr(sizeof "VERDICT"),
      ", and not as asked for now; nothing was changed. Open the phase again to decide anew"));
}

// Whether the decision can be made at all; nothing is changed before that is known.
absl::Status CheckDecision(const Phase& phase, const CheckGateResponse& gate,
                           const DecideGateRequest& decision, const ViewOptions& options) {
  if (phase.state() != Phase::STATE_IN_GATE && NextStep(phase.state()) == PHASE_STEP_UNSPECIFIED) {
    const std::string state = Phase::State_Name(phase.state()).substr(sizeof "STATE");
    return absl::FailedPreconditionError(
        absl::StrCat(phase.name(), " is ", state, ": there is nothing to decide at its gate"));
  }
  if (decision.verdict() == GateVerdict::VERDICT_PASSED && !gate.passable()) {
    const std::string head = Show(
        Either(options.language, "Am Prüfpunkt fehlt, was verpflichtend ist; nichts wurde geändert",
               "the gate lacks what is mandatory; nothing was changed"),
        options);
    const std::string instead =
        Show(Either(options.language,
                    "Das Fehlende tun, oder --verdict=passed-with-conditions oder "
                    "--verdict=failed entscheiden",
                    "Do what is missing, or decide --verdict=passed-with-conditions or "
                    "--verdict=failed"),
             options);
    return absl::FailedPreconditionError(
        absl::StrCat(head, "\n", ViewMissing(phase, gate, options), instead));
  }
  if (decision.verdict() == GateVerdict::VERDICT_WAIVED && !phase.waivable()) {
    return absl::FailedPreconditionError(absl::StrCat(
        phase.name(), " cannot be waived: its template does not allow it; nothing was changed"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RunGateCheck(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  Client client(invocation.settings);
  Phase phase;
  CheckGateResponse gate;
  const std::string& name = invocation.args.positional[0];
  if (absl::Status s = LoadGate(&client, name, &phase, &gate); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << MessageJson(gate, /*indented=*/false);
    return absl::OkStatus();
  }
  const auto say = [&](const char* german, const char* english) {
    return Show(Either(options->language, german, english), *options);
  };
  const bool complete = gate.passable() && gate.missing().empty();
  const std::string verdict =
      complete          ? say("Nichts fehlt.", "Nothing is missing.")
      : gate.passable() ? say("Der Prüfpunkt kann passiert werden; noch fehlt:",
                              "The gate can be passed; still missing:")
                        : say("Der Prüfpunkt kann nicht ohne Auflagen passiert werden; es fehlt:",
                              "The gate cannot be passed without conditions; missing:");
  out << Lines("",
               absl::StrCat(ShowText(phase.title(), *options), ": ",
                            Show(Word(phase.state(), options->language), *options)),
               *options)
      << Lines("", verdict, *options) << ViewMissing(phase, gate, *options);
  return absl::OkStatus();
}

absl::Status RunGatePass(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const absl::StatusOr<DecideGateRequest> decision = ReadDecision(invocation.args);
  if (!decision.ok()) return decision.status();
  Client client(invocation.settings);
  Phase phase;
  CheckGateResponse gate;
  const absl::Status status = LoadGate(&client, decision->name(), &phase, &gate);
  if (!status.ok()) return status;
  if (const GateVerdict* verdict = DecidedBy(phase); verdict != nullptr) {
    if (!IsRepetition(*verdict, *decision)) return OtherwiseDecided(phase, *verdict);
    // The reply to the same command may have been lost.
    if (!invocation.settings.json) {
      invocation.environment.out << Show(Either(options->language, "schon entschieden",
                                                "already decided"),
                                         *options)
                                 << "\n";
    }
    Report(invocation, phase, {}, *options);
    return absl::OkStatus();
  }
  if (absl::Status s = CheckDecision(phase, gate, *decision, *options); !s.ok()) return s;
  return Walk(invocation, &client, *options).Decide(std::move(phase), *decision);
}

}  // namespace lotse::cli
