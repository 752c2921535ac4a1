#include "services/engagement/app/overdue.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/progress_service.pb.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/app/progress.h"
#include "services/engagement/app/setup.h"

namespace lotse::engagement {
namespace {

using resource::Tx;
using v1alpha::DueItem;

constexpr int kPageSize = 1000;

}  // namespace

OverdueWatch::~OverdueWatch() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void OverdueWatch::Start(absl::Duration pause) {
  thread_ = std::thread([this, pause] { Work(pause); });
}

bool OverdueWatch::stopping() {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void OverdueWatch::Work(absl::Duration pause) {
  while (true) {
    if (const absl::StatusOr<Overdue> overdue = Count(); overdue.ok()) told_(*overdue);
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithDeadline(absl::Condition(&stopping_), absl::Now() + pause)) return;
  }
}

absl::StatusOr<Overdue> OverdueWatch::Count() {
  std::vector<std::string> owners;
  absl::Status s = store_->Read([&](Tx& tx) {
    owners = tx.Owners();
    return absl::OkStatus();
  });
  if (!s.ok()) return s;
  Overdue overdue;
  for (const std::string& owner : owners) {
    if (!types::FitsName("programmes/{programme}", owner)) continue;
    if (s = CountItems(owner, &overdue); !s.ok()) return s;
  }
  if (s = CountReports(&overdue); !s.ok()) return s;
  return overdue;
}

absl::Status OverdueWatch::CountItems(const std::string& programme, Overdue* overdue) {
  v1alpha::ListDueItemsRequest request;
  request.set_parent(absl::StrCat(programme, "/engagements/-"));
  request.set_page_size(kPageSize);
  do {
    if (stopping()) return absl::CancelledError("it is being stopped");
    v1alpha::ListDueItemsResponse page;
    const absl::Status read =
        store_->Read([&](Tx& tx) { return ListDueItems(tx, request, &page); });
    if (!read.ok()) return read;
    for (const DueItem& item : page.items()) {
      if (!item.overdue()) continue;  // Due today.
      overdue->measures += item.kind() == DueItem::KIND_MEASURE ? 1 : 0;
      overdue->phases += item.kind() == DueItem::KIND_PHASE ? 1 : 0;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status OverdueWatch::CountReports(Overdue* overdue) {
  v1alpha::ListReportingDutiesRequest request;
  request.set_parent("programmes/-");
  request.set_page_size(kPageSize);
  request.set_open_only(true);
  do {
    if (stopping()) return absl::CancelledError("it is being stopped");
    v1alpha::ListReportingDutiesResponse page;
    const absl::Status read = store_->Read([&](Tx& tx) {
      // A page token is of one question, so the day stays that of the first page.
      if (!request.has_due_before_date()) {
        *request.mutable_due_before_date() = types::DayInBerlin(tx.now());
      }
      return ListReportingDuties(tx, request, &page);
    });
    if (!read.ok()) return read;
    overdue->reports += page.reporting_duties_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace lotse::engagement
