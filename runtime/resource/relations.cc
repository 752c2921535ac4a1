// How resources hang together: parents, references, indexes.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "runtime/resource/tx.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/fields.h"
#include "runtime/schema/range.h"

namespace lotse::resource {

using google::protobuf::Message;

absl::Status WasDeleted(absl::string_view name) {
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_RESOURCE_DELETED, name,
      {"wurde gelöscht; zuerst wiederherstellen", "was deleted; undelete it first"},
      {{"resource", name}});
}

absl::Status Tx::CheckThere(absl::string_view name, bool live) {
  const Kind* kind = schema_->KindOfName(name);
  if (kind == nullptr) return absl::OkStatus();  // It is kept by another service, or by none.
  const std::optional<Row> row = Find(*kind, name);
  if (!row.has_value()) return rpc::NotFound(name);
  return live && row->deleted ? WasDeleted(name) : absl::OkStatus();
}

namespace {

// What nobody can delete outlives what it lies below, and does not stand in its way.
bool CanBeDeleted(const Schema& schema, const Kind& kind) {
  return std::any_of(schema.methods().begin(), schema.methods().end(), [&](const auto& method) {
    return method->verb == Method::Verb::kDelete && method->kind == &kind;
  });
}

}  // namespace

absl::Status Tx::CheckUnused(const Kind& kind, absl::string_view name) {
  const auto in_use = [&](absl::string_view by, absl::string_view field) {
    // That something stands in the way cannot be hidden; what it is can.
    const bool known = view_.Knows(by);
    const absl::string_view referrer = known ? by : "something you may not see";
    return rpc::Precondition(
        type::v1alpha::ERROR_REASON_RESOURCE_IN_USE, name,
        {absl::StrCat("kann nicht gelöscht werden: ", known ? by : "etwas nicht Sichtbares",
                      " hängt davon ab"),
         absl::StrCat("cannot be deleted: ", referrer, " depends on it")},
        {{"referrer", referrer}, {"field", field}});
  };
  const schema::Address address = schema::AddressOf(name);
  {
    sql::Query query = connection_->Prepare("FirstLink");
    query.Bind(1, address.scope).Bind(2, address.local).Bind(3, name);
    if (query.Next()) return in_use(query.View(0), query.View(1));
  }
  for (const Kind* child : kind.children) {
    if (!CanBeDeleted(*schema_, *child)) continue;
    const schema::Range range = schema::RangeBelow(*child, name);
    sql::Query query = connection_->Prepare("FirstLiveBelow");
    query.Bind(1, range.scope).Bind(2, int64_t{child->number});
    query.Bind(3, range.low).Bind(4, range.high);
    if (query.Next()) return in_use(schema::FullName(range.scope, query.View(0)), "name");
  }
  return absl::OkStatus();
}

std::vector<std::string> Tx::ReferrersOf(absl::string_view name, const Message& resource) {
  const schema::Address address = schema::AddressOf(name);
  sql::Query query = connection_->Prepare("Referrers");
  query.Bind(1, address.scope).Bind(2, address.local).Bind(3, int64_t{KindOf(resource).number});
  std::vector<std::string> names;
  while (query.Next()) names.push_back(query.Text(0));
  return names;
}

absl::Status Tx::Relate(const Kind& kind, absl::string_view name, const Message* before,
                        const Message* after) {
  if (absl::Status s = MoveLinks(kind, name, before, after); !s.ok()) return s;
  return MoveIndex(kind, name, before, after);
}

absl::Status Tx::MoveIndex(const Kind& kind, absl::string_view name, const Message* before,
                           const Message* after) {
  if (kind.indexed.empty()) return absl::OkStatus();
  schema::IndexRows was, is;
  if (before != nullptr) was = schema::IndexRowsOf(kind, *before);
  if (after != nullptr) is = schema::IndexRowsOf(kind, *after);
  const schema::Address address = schema::AddressOf(name);
  for (const auto& [rule, value] : was) {
    if (is.count({rule, value}) > 0) continue;
    connection_->Prepare("DeleteFieldValue")
        .Bind(1, address.scope)
        .Bind(2, int64_t{kind.number})
        .Bind(3, int64_t{rule->field->number()})
        .Bind(4, value)
        .Bind(5, address.local)
        .Run();
  }
  for (const auto& [rule, value] : is) {
    if (was.count({rule, value}) > 0) continue;
    if (value.size() > kMaxIndexedBytes) {
      return rpc::InvalidFields({{absl::StrCat(kind.singular, ".", rule->field->name()),
                                  "too long to be looked up; give at most 512 bytes"}});
    }
    const bool only_one = rule->index == type::v1alpha::INDEX_UNIQUE && !value.empty();
    if (only_one) {
      sql::Query query = connection_->Prepare("WhoHasValue");
      query.Bind(1, address.scope).Bind(2, int64_t{kind.number});
      query.Bind(3, int64_t{rule->field->number()}).Bind(4, value);
      if (query.Next()) {
        const std::string other = schema::FullName(address.scope, query.View(0));
        const std::string field = absl::StrCat(kind.singular, ".", rule->field->name());
        const std::string known = view_.Knows(other) ? other : "something you may not see";
        return rpc::Error(type::v1alpha::ERROR_REASON_VALUE_TAKEN,
                          absl::StrCat(field, ": this value belongs to ", known),
                          {{"field", field}, {"resource", known}});
      }
    }
    connection_->Prepare("InsertFieldValue")
        .Bind(1, address.scope)
        .Bind(2, int64_t{kind.number})
        .Bind(3, int64_t{rule->field->number()})
        .Bind(4, value)
        .Bind(5, address.local)
        .Bind(6, int64_t{only_one})
        .Run();
  }
  return absl::OkStatus();
}

absl::Status Tx::MoveLinks(const Kind& kind, absl::string_view name, const Message* before,
                           const Message* after) {
  if (!kind.rule->has_reference) return absl::OkStatus();
  std::vector<schema::Reference> was, is;
  const auto live = [&](const Message* m) { return m != nullptr && !IsDeleted(kind, *m); };
  if (live(before)) was = schema::ReferencesOf(*kind.rule, *before);
  if (live(after)) is = schema::ReferencesOf(*kind.rule, *after);
  for (const schema::Reference& reference : was) {
    if (std::binary_search(is.begin(), is.end(), reference)) continue;
    const schema::Address target = schema::AddressOf(reference.target);
    connection_->Prepare("DeleteLink")
        .Bind(1, target.scope)
        .Bind(2, target.local)
        .Bind(3, name)
        .Bind(4, reference.field)
        .Run();
  }
  for (const schema::Reference& reference : is) {
    if (std::binary_search(was.begin(), was.end(), reference)) continue;
    const Kind* wanted = schema_->KindOfType(reference.rule->reference);
    if (wanted == nullptr) continue;  // Of another service: kept by value.
    std::optional<Row> row;
    if (view_.Knows(reference.target)) row = Find(*wanted, reference.target);
    if (!row.has_value() || row->deleted) {
      return rpc::InvalidFields(
          {{absl::StrCat(kind.singular, ".", reference.field),
            absl::StrCat(
                row.has_value() ? "was deleted; undelete the " : "does not exist; create the ",
                wanted->singular, " first or give the name of another"),
            row.has_value()
                ? "wurde gelöscht; zuerst wiederherstellen, oder den Namen von etwas anderem "
                  "angeben"
                : "gibt es nicht; zuerst anlegen, oder den Namen von etwas anderem angeben"}});
    }
    const schema::Address target = schema::AddressOf(reference.target);
    connection_->Prepare("InsertLink")
        .Bind(1, target.scope)
        .Bind(2, target.local)
        .Bind(3, name)
        .Bind(4, reference.field)
        .Bind(5, int64_t{kind.number})
        .Run();
  }
  return absl::OkStatus();
}

}  // namespace lotse::resource
