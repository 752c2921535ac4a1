// Lists: filter, order, pages.
#include <algorithm>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/filter/filter.h"
#include "runtime/filter/value.h"
#include "runtime/resource/tx.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/range.h"

namespace lotse::resource {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

// Rows that one statement gives before the next one asks for more.
constexpr int kMostRows = 256;

// Where the next page begins: behind this value of the index and this name.
struct Position {
  std::string value;
  std::string name;
};

std::string ToBytes(const Position& position) {
  return absl::StrCat(position.name, std::string(1, '\0'), position.value);
}

Position FromBytes(const std::string& bytes) {
  const size_t end = bytes.find('\0');
  return {bytes.substr(end + 1), bytes.substr(0, end)};
}

// Behind every text that can stand in an index.
const std::string& BehindAll() {
  static const auto* text = [] {
    auto* out = new std::string();
    while (out->size() <= Tx::kMaxIndexedBytes) out->append("\U0010FFFF");
    return out;
  }();
  return *text;
}

// How the rows of a list are found.
struct Plan {
  schema::Range range;
  // The index to go along; null: by name.
  const FieldDescriptor* field = nullptr;
  bool descending = false;
  // The values of the index lie between these, inclusive.
  std::string first_value;
  std::string last_value = BehindAll();
};

const schema::FieldRule* IndexOn(const Kind& kind, const FieldDescriptor* field) {
  for (const schema::FieldRule* rule : kind.indexed) {
    if (rule->field == field) return rule;
  }
  return nullptr;
}

// Chooses the index: that of the order, else one whose value the filter fixes, so
// that the order by name stays.
absl::Status PlanIndex(const Kind& kind, const Page& page, const filter::Filter& filter,
                       Plan* plan) {
  auto order = filter::ParseOrder(page.order_by, *kind.prototype->GetDescriptor());
  if (!order.ok()) {
    return rpc::InvalidFields({{"order_by", std::string(order.status().message())}});
  }
  plan->descending = order->descending;
  plan->field = order->field;
  if (plan->field != nullptr &&
      (IndexOn(kind, plan->field) == nullptr || plan->field->is_repeated())) {
    std::vector<std::string> possible = {"name"};
    for (const schema::FieldRule* rule : kind.indexed) {
      if (!rule->field->is_repeated()) possible.push_back(rule->field->name());
    }
    return rpc::InvalidFields(
        {{"order_by", absl::StrCat("not possible by ", plan->field->name(), "; give one of ",
                                   absl::StrJoin(possible, ", "))}});
  }
  using Op = filter::Filter::Op;
  if (plan->field == nullptr && !plan->descending) {
    for (const auto& comparison : filter.necessary()) {
      if (comparison.op != Op::kEqual || IndexOn(kind, comparison.field) == nullptr) continue;
      plan->field = comparison.field;
      break;
    }
  }
  for (const auto& comparison : filter.necessary()) {
    if (plan->field == nullptr || comparison.field != plan->field) continue;
    const Op op = comparison.op;
    // Different elements of a repeated field may pass different comparisons.
    if (plan->field->is_repeated() && op != Op::kEqual) continue;
    if (op == Op::kEqual || op == Op::kGreater || op == Op::kGreaterOrEqual) {
      plan->first_value = std::max(plan->first_value, comparison.value);
    }
    if (op == Op::kEqual || op == Op::kLess || op == Op::kLessOrEqual) {
      plan->last_value = std::min(plan->last_value, comparison.value);
    }
    if (plan->field->is_repeated()) break;
  }
  return absl::OkStatus();
}

// Where a plan begins without a token.
Position Start(const Plan& plan) {
  if (plan.descending)
    return {plan.last_value, plan.field == nullptr ? plan.range.high : BehindAll()};
  return {plan.first_value, plan.field == nullptr ? plan.range.low : ""};
}

const char* StatementFor(const Plan& plan) {
  if (plan.field == nullptr) return plan.descending ? "ListByNameDown" : "ListByName";
  return plan.descending ? "ListByFieldDown" : "ListByField";
}

void BindPage(const Kind& kind, const Plan& plan, const Position& after, bool show_deleted,
              sql::Query* query) {
  query->Bind(1, plan.range.scope).Bind(2, int64_t{kind.number});
  if (plan.field == nullptr) {
    query->Bind(3, after.name)
        .Bind(4, plan.descending ? plan.range.low : plan.range.high)
        .Bind(5, int64_t{show_deleted})
        .Bind(6, int64_t{kMostRows});
  } else {
    query->Bind(3, int64_t{plan.field->number()})
        .Bind(4, after.value)
        .Bind(5, after.name)
        .Bind(6, plan.descending ? plan.first_value : plan.last_value)
        .Bind(7, int64_t{show_deleted})
        .Bind(8, int64_t{kMostRows});
  }
}

// Fills a page row by row.
struct Filler {
  const Kind& kind;
  const Plan& plan;
  const Page& page;
  const filter::Filter& filter;
  const auth::View& view;
  const int size;
  Message* const response;
  const FieldDescriptor* const list;
  Position last = {};
  int count = 0;
  int scanned = 0;
  size_t bytes = 0;

  // Takes a row; false if the page ended before it.
  absl::StatusOr<bool> Take(const sql::Query& row) {
    const absl::string_view content = row.View(1);
    const bool too_large = count > 0 && bytes + content.size() > Tx::kMaxPageBytes;
    if (count == size || too_large || scanned == Tx::kMaxRowsScanned) return false;
    ++scanned;
    last = {plan.field == nullptr ? "" : row.Text(3), row.Text(0)};
    if (last.name <= plan.range.low || last.name >= plan.range.high) return true;
    const auto* reflection = response->GetReflection();
    Message* resource = reflection->AddMessage(response, list);
    if (absl::Status s = ParseStored(kind, content, row.Number(2), resource); !s.ok()) return s;
    // With an id of the parent left open, more lies between the names than is meant.
    const std::string name = schema::FullName(plan.range.scope, last.name);
    if (!schema::IsBelow(page.parent, name) || !view.Shows(name) || !filter.Matches(*resource)) {
      reflection->RemoveLast(response, list);
      return true;
    }
    ++count;
    bytes += content.size();
    return true;
  }
};

}  // namespace

absl::Status Tx::List(const Page& page, Message* response) {
  const FieldDescriptor* const field = ListedIn(*response);
  const Kind& kind = *schema_->KindOf(field->message_type());
  const absl::StatusOr<int> size = rpc::CheckPageSize(page.size);
  if (!size.ok()) return size.status();
  auto filter = filter::Filter::Parse(page.filter, *kind.prototype->GetDescriptor());
  if (!filter.ok()) {
    return rpc::InvalidFields({{"filter", std::string(filter.status().message())}});
  }
  Plan plan;
  plan.range = schema::RangeBelow(kind, page.parent);
  if (absl::Status s = PlanIndex(kind, page, *filter, &plan); !s.ok()) return s;

  const std::string list = absl::StrCat(kind.type, "\n", page.parent, "\n", page.filter, "\n",
                                        page.order_by, "\n", page.show_deleted);
  Position after = Start(plan);
  if (!page.token.empty()) {
    const absl::StatusOr<std::string> position = rpc::ReadPageToken(*token_key_, list, page.token);
    if (!position.ok()) return position.status();
    after = FromBytes(*position);
  }
  Filler filler{kind, plan, page, *filter, view_, *size, response, field};
  for (int rows = kMostRows; rows == kMostRows;) {
    sql::Query query = connection_->Prepare(StatementFor(plan));
    BindPage(kind, plan, after, page.show_deleted, &query);
    for (rows = 0; query.Next(); ++rows) {
      const absl::StatusOr<bool> taken = filler.Take(query);
      if (!taken.ok()) return taken.status();
      if (*taken) continue;
      const auto* token = response->GetDescriptor()->FindFieldByName("next_page_token");
      response->GetReflection()->SetString(
          response, token, rpc::MakePageToken(*token_key_, list, ToBytes(filler.last)));
      return absl::OkStatus();
    }
    after = filler.last;
  }
  return absl::OkStatus();
}

const FieldDescriptor* Tx::ListedIn(const Message& response) const {
  for (int i = 0;; ++i) {
    const FieldDescriptor* field = response.GetDescriptor()->field(i);
    const auto* message = field->message_type();
    if (message != nullptr && schema_->KindOf(message) != nullptr) return field;
  }
}

absl::Status Tx::ForEach(absl::string_view parent, Message* resource,
                         absl::FunctionRef<absl::Status()> take) {
  const Kind& kind = KindOf(*resource);
  Plan plan;
  plan.range = schema::RangeBelow(kind, parent);
  for (Position after = Start(plan);;) {
    // Read first: `take` may list by itself.
    std::vector<std::tuple<std::string, std::string, int64_t>> rows;
    {
      sql::Query query = connection_->Prepare(StatementFor(plan));
      BindPage(kind, plan, after, false, &query);
      while (query.Next()) rows.emplace_back(query.Text(0), query.Text(1), query.Number(2));
    }
    for (const auto& [name, content, revision] : rows) {
      after.name = name;
      if (!schema::IsBelow(parent, schema::FullName(plan.range.scope, name))) continue;
      if (absl::Status s = ParseStored(kind, content, revision, resource); !s.ok()) return s;
      if (absl::Status s = take(); !s.ok()) return s;
    }
    if (rows.size() < kMostRows) return absl::OkStatus();
  }
}

std::vector<std::string> Tx::Owners() {
  std::vector<std::string> owners;
  sql::Query query = connection_->Prepare("ListOwners");
  while (query.Next()) owners.push_back(query.Text(0));
  return owners;
}

}  // namespace lotse::resource
