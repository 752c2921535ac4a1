// Sends responses over the stream SubmitResponses.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "cli/catalog.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/outgoing.h"
#include "google/rpc/error_details.pb.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::SubmitResponsesRequest;
using survey::v1alpha::SubmitResponsesResponse;

constexpr char kService[] = "survey";
// Of one message. Source: response_service.proto, and the size of a request.
constexpr int kMaxItems = 64;
constexpr size_t kMaxBytes = 1 << 20;
// How often in a row nothing but waiting is asked for before it is given up.
constexpr int kAttempts = 6;
constexpr absl::Duration kLongestDelay = absl::Seconds(10);
// Why the service does not store what it stored before.
constexpr char kConflict[] = "RESPONSE_CONFLICT", kErased[] = "RESPONSE_ERASED";

// True if the error is about this one response, so that others may still be
// taken.
bool ConcernsOneResponse(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return ExitCodeOf(status) == ExitCode::kRefused &&
         (absl::IsInvalidArgument(status) || absl::IsAlreadyExists(status) ||
          reason == "INVITATION_REFUSED" || reason == "QUOTA_FULL" || reason == kErased);
}

// The column that the answer of this field of a request came from; empty if it is none.
std::string ColumnOf(const ImportPlan& plan, const Outgoing& response, absl::string_view field) {
  if (!absl::ConsumePrefix(&field, "answers[")) return "";
  int number = 0;
  const absl::string_view digits = field.substr(0, field.find(']'));
  if (!absl::SimpleAtoi(digits, &number) || number >= response.request.answers_size()) return "";
  const survey::v1alpha::Answer& answer = response.request.answers(number);
  const auto column =
      std::find_if(plan.columns.begin(), plan.columns.end(), [&](const ColumnPlan& each) {
        return each.code == answer.code() &&
               std::equal(each.instances.begin(), each.instances.end(), answer.instances().begin(),
                          answer.instances().end());
      });
  return column == plan.columns.end() ? "" : column->column;
}

// What the service says of one response, by the columns of the table.
std::vector<CellProblem> Refusals(const ImportPlan& plan, const Outgoing& response,
                                  absl::string_view language, const absl::Status& status) {
  std::string said(status.message());
  std::vector<CellProblem> problems;
  const google::rpc::Status details = DetailsOf(status);
  for (const google::protobuf::Any& any : details.details()) {
    google::rpc::LocalizedMessage message;
    if (any.UnpackTo(&message) && message.locale() == "de" && language == "de") {
      said = message.message();
    }
    google::rpc::BadRequest bad;
    if (!any.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      const std::string column = ColumnOf(plan, response, violation.field());
      problems.push_back({response.line, column,
                          absl::StrCat(Either(language, "abgelehnt: ", "refused: "),
                                       violation.field(), ": ", violation.description())});
    }
  }
  if (!problems.empty()) return problems;
  return {{response.line, "", absl::StrCat(Either(language, "abgelehnt: ", "refused: "), said)}};
}

// The sending of some responses, over as many streams as it needs.
class Sending {
 public:
  Sending(const Invocation& invocation, Client* client, const ImportPlan& plan,
          absl::string_view language, const std::vector<Outgoing>& responses, Outcome* outcome)
      : environment_(invocation.environment),
        shows_(invocation.environment.err_is_terminal && !invocation.settings.json),
        client_(*client),
        plan_(plan),
        language_(language),
        responses_(responses),
        outcome_(*outcome) {
    for (size_t i = 0; i < responses.size(); ++i) waiting_.push_back(i);
  }

  absl::Status Run() {
    absl::Status status;
    while (!waiting_.empty() && status.ok()) {
      absl::Status ended = Talk();
      if (ended.ok() && stop_.ok() && !under_way_.empty()) {
        ended = UnreachableError("the survey service ended the stream without telling all results");
      }
      // What has no result is sent again, in the same order.
      for (auto it = under_way_.rbegin(); it != under_way_.rend(); ++it) {
        waiting_.push_front(it->second);
        untold_.insert(it->second);
      }
      under_way_.clear();
      status = stop_.ok() ? MayGoOn(ended) : stop_;
    }
    if (!status.ok() && shows_) environment_.err << "\n";
    return status;
  }

 private:
  using Turn = Client::Turn;

  // One stream, to its end.
  absl::Status Talk() {
    number_ = 0;
    SubmitResponsesRequest request;
    SubmitResponsesResponse reply;
    return client_.Converse(
        kService, *MethodOfRequest(*SubmitResponsesRequest::descriptor()), &request,
        [&] { return Next(&request); }, &reply,
        [&] {
          for (const auto& result : reply.results()) Take(result);
        });
  }

  Turn Next(SubmitResponsesRequest* request) {
    // An error that is not about one response, or one that waiting may mend.
    if (!stop_.ok() || (waiting_.empty() && under_way_.empty())) return Turn::kEnd;
    if (waiting_.empty()) return Turn::kWait;
    if (delay_.has_value()) {
      // What is told meanwhile is taken first: it may be that all wait.
      if (!under_way_.empty()) return Turn::kWait;
      if (++idle_ >= kAttempts) {
        stop_ = busy_;
        return Turn::kEnd;
      }
      absl::SleepFor(std::min(*delay_, kLongestDelay));
      delay_.reset();
    }
    request->Clear();
    if (number_ == 0) request->set_parent(responses_[waiting_.front()].request.parent());
    for (size_t bytes = 0; !waiting_.empty() && request->items_size() < kMaxItems;) {
      const survey::v1alpha::SubmitResponseRequest& next = responses_[waiting_.front()].request;
      bytes += next.ByteSizeLong();
      if (bytes > kMaxBytes && request->items_size() > 0) break;
      *request->add_items() = next;
      request->mutable_items(request->items_size() - 1)->clear_parent();
      under_way_[++number_] = waiting_.front();
      waiting_.pop_front();
    }
    return Turn::kSend;
  }

  void Take(const SubmitResponsesResponse::Result& result) {
    const auto found = under_way_.find(result.item());
    if (found == under_way_.end()) return;
    const size_t place = found->second;
    under_way_.erase(found);
    if (result.has_response()) {
      idle_ = 0;
      // What was sent before in this run, and is there now, it stored itself.
      const bool before = result.response().duplicate() && untold_.count(place) == 0;
      ++(before ? outcome_.duplicate : outcome_.sent);
      return ShowProgress();
    }
    const absl::Status error = client_.ItemStatus(kService, result.error());
    if (RetryDelayOf(error).has_value()) {
      delay_ = *RetryDelayOf(error);
      busy_ = error;
      waiting_.push_back(place);
    } else if (ConcernsOneResponse(error)) {
      idle_ = 0;
      NoteRefused(responses_[place], error);
      ShowProgress();
    } else if (stop_.ok()) {
      stop_ = error;
    }
  }

  void NoteRefused(const Outgoing& response, const absl::Status& error) {
    ++outcome_.refused;
    const std::string reason = ReasonOf(error);
    // Under another id the one would be stored twice and the other come back.
    if (reason == kConflict) {
      ++outcome_.conflicting;
    } else if (reason == kErased) {
      ++outcome_.erased;
    } else {
      outcome_.failed.insert(response.record);
    }
    for (CellProblem& problem : Refusals(plan_, response, language_, error)) {
      outcome_.problems.push_back(std::move(problem));
    }
  }

  // After the end of a stream: OK to begin another.
  absl::Status MayGoOn(const absl::Status& ended) {
    if (ended.ok()) return absl::OkStatus();
    const absl::optional<absl::Duration> delay = RetryDelayOf(ended);
    if (!delay.has_value() || ++idle_ >= kAttempts) return ended;
    absl::SleepFor(std::min(*delay, kLongestDelay));
    return absl::OkStatus();
  }

  void ShowProgress() {
    if (!shows_) return;
    const size_t done = outcome_.sent + outcome_.duplicate + outcome_.refused;
    const size_t total = responses_.size();
    // Not each one: the terminal would take longer than the service.
    if (done % 50 != 0 && done != total) return;
    environment_.err << "\r" << done << Either(language_, " von ", " of ") << total
                     << (done == total ? "\n" : "") << std::flush;
  }

  Environment& environment_;
  const bool shows_;
  Client& client_;
  const ImportPlan& plan_;
  const absl::string_view language_;
  const std::vector<Outgoing>& responses_;
  Outcome& outcome_;
  std::deque<size_t> waiting_;
  std::map<int64_t, size_t> under_way_;  // By the number in the stream.
  std::set<size_t> untold_;              // Were sent in a stream that ended without their results.
  int64_t number_ = 0;
  absl::Status stop_, busy_;
  absl::optional<absl::Duration> delay_;
  int idle_ = 0;  // Waits since a response was taken or refused.
};

}  // namespace

absl::Status SendAll(const Invocation& invocation, Client* client, const ImportPlan& plan,
                     absl::string_view language, const std::vector<Outgoing>& responses,
                     Outcome* outcome) {
  return Sending(invocation, client, plan, language, responses, outcome).Run();
}

}  // namespace lotse::cli
