#include "runtime/resource/tx.h"

#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lotse/type/v1alpha/change.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/fields.h"
#include "runtime/types/date.h"

namespace lotse::resource {

using google::protobuf::Message;

namespace {

std::string NameOf(const Kind& kind, const Message& resource) {
  return resource.GetReflection()->GetString(resource, kind.name);
}

void SetTime(const google::protobuf::FieldDescriptor* field, absl::Time time, Message* resource) {
  if (field == nullptr) return;
  resource->GetReflection()->MutableMessage(resource, field)->CopyFrom(types::ToTimestamp(time));
}

// What is stored: the message without its etag, which is the revision, and without
// what is computed.
std::string ContentOf(const Kind& kind, Message* resource) {
  resource->GetReflection()->ClearField(resource, kind.etag);
  for (const auto* field : kind.computed) resource->GetReflection()->ClearField(resource, field);
  return resource->SerializeAsString();
}

// Behind what the name had before, if that was deleted for good: an etag of the former must
// not fit to the new one.
int64_t FirstRevision(sql::Connection* connection, const Kind& kind, const std::string& name) {
  if (kind.delete_time != nullptr) return 1;
  sql::Query newest = connection->Prepare("NewestRevision");
  newest.Bind(1, schema::OwnerOf(name)).Bind(2, name);
  return newest.Next() ? newest.Number(0) + 1 : 1;
}

}  // namespace

absl::Status ParseStored(const Kind& kind, absl::string_view content, int64_t revision,
                         Message* resource) {
  if (!resource->ParseFromArray(content.data(), static_cast<int>(content.size()))) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "a stored resource is damaged");
  }
  resource->GetReflection()->SetString(resource, kind.etag, absl::StrCat(revision));
  return absl::OkStatus();
}

bool IsDeleted(const Kind& kind, const Message& resource) {
  return kind.delete_time != nullptr &&
         resource.GetReflection()->HasField(resource, kind.delete_time);
}

absl::Status CheckEtag(const Kind& kind, absl::string_view etag, const Message& resource) {
  if (etag.empty()) {
    return rpc::InvalidFields(
        {{"etag", "missing; send the etag of the resource you decided upon",
          "fehlt; die Fassung (etag) mitschicken, nach der entschieden wurde"}});
  }
  if (etag == TextIn(resource, kind.etag)) return absl::OkStatus();
  const std::string name = TextIn(resource, kind.name);
  return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                    absl::StrCat(name, " was changed meanwhile; read it again and decide again"),
                    {{"resource", name}});
}

const Kind& Tx::KindOf(const Message& resource) const {
  return *schema_->KindOf(resource.GetDescriptor());
}

std::optional<Tx::Row> Tx::Find(const Kind& kind, absl::string_view name) {
  const schema::Address address = schema::AddressOf(name);
  sql::Query query = connection_->Prepare("GetResource");
  query.Bind(1, address.scope).Bind(2, int64_t{kind.number}).Bind(3, address.local);
  if (!query.Next()) return std::nullopt;
  return Row{query.Text(0), query.Number(1), query.Number(2) != 0};
}

absl::Status Tx::Load(absl::string_view name, Message* resource) {
  const Kind& kind = KindOf(*resource);
  const schema::Address address = schema::AddressOf(name);
  sql::Query query = connection_->Prepare("GetResource");
  query.Bind(1, address.scope).Bind(2, int64_t{kind.number}).Bind(3, address.local);
  if (!query.Next()) return rpc::NotFound(name);
  return ParseStored(kind, query.View(0), query.Number(1), resource);
}

absl::Status Tx::LoadForChange(absl::string_view name, absl::string_view etag, Message* resource) {
  const Kind& kind = KindOf(*resource);
  if (etag.empty()) return CheckEtag(kind, etag, *resource);
  if (absl::Status s = Load(name, resource); !s.ok()) return s;
  return IsDeleted(kind, *resource) ? WasDeleted(name) : CheckEtag(kind, etag, *resource);
}

// [create]
absl::Status Tx::Create(Message* resource) {
  const Kind& kind = KindOf(*resource);
  const std::string name = NameOf(kind, *resource);
  if (const std::optional<Row> row = Find(kind, name); row.has_value()) {
    const std::unique_ptr<Message> stored(resource->New());
    if (absl::Status s = ParseStored(kind, row->content, row->revision, stored.get()); !s.ok()) {
      return s;
    }
    if (row->deleted || !schema::SameContent(kind, *stored, *resource)) {
      return rpc::Error(
          type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
          absl::StrCat(name, row->deleted ? " was deleted; undelete it or choose another id"
                                          : " exists with other content; choose another id"),
          {{"resource", name}});
    }
    resource->CopyFrom(*stored);
    return absl::OkStatus();
  }
  if (absl::Status s = CheckThere(schema::ParentOf(name), /*live=*/true); !s.ok()) return s;
  SetTime(kind.create_time, now_, resource);
  SetTime(kind.update_time, now_, resource);
  if (absl::Status s = Relate(kind, name, nullptr, resource); !s.ok()) return s;
  return Put(kind, "CREATE", "", FirstRevision(connection_, kind, name), true, resource);
}
// [/create]

absl::Status Tx::Import(int64_t revision, Message* resource) {
  const Kind& kind = KindOf(*resource);
  const std::string name = NameOf(kind, *resource);
  if (absl::Status s = Relate(kind, name, nullptr, resource); !s.ok()) return s;
  return Put(kind, "IMPORT", "", revision, true, resource);
}

absl::Status Tx::Import(absl::Span<Message* const> resources) {
  for (Message* resource : resources) {
    const Kind& kind = KindOf(*resource);
    int64_t revision = 0;
    if (!absl::SimpleAtoi(TextIn(*resource, kind.etag), &revision) || revision < 1) revision = 1;
    if (absl::Status s = Put(kind, "IMPORT", "", revision, true, resource); !s.ok()) return s;
  }
  for (const Message* resource : resources) {
    const Kind& kind = KindOf(*resource);
    const std::string name = NameOf(kind, *resource);
    if (absl::Status s = CheckThere(schema::ParentOf(name), /*live=*/true); !s.ok()) return s;
    if (absl::Status s = Relate(kind, name, nullptr, resource); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status Tx::Try(absl::FunctionRef<absl::Status()> work) {
  const size_t before = written_.size();
  absl::Status status;
  connection_->Try([&] {
    status = work();
    return status.ok();
  });
  if (!status.ok()) written_.resize(before);
  return status;
}

absl::StatusOr<int> Tx::ErasePersonal(absl::string_view name) {
  const Kind* kind = schema_->KindOfName(name);
  if (kind == nullptr) return rpc::NotFound(name);
  const std::unique_ptr<Message> resource(kind->prototype->New());
  absl::Status readable = absl::OkStatus();
  const auto erase = [&](absl::string_view content) -> std::string {
    if (content.empty()) return "";  // Deleted for good: nothing is left.
    if (absl::Status s = ParseStored(*kind, content, 0, resource.get()); !s.ok()) readable = s;
    resource->GetReflection()->ClearField(resource.get(), kind->etag);
    return schema::ClearPersonal(*kind->rule, resource.get()) ? resource->SerializeAsString()
                                                              : std::string(content);
  };
  if (const std::optional<Row> row = Find(*kind, name); row.has_value()) {
    const std::unique_ptr<Message> before(kind->prototype->New());
    if (absl::Status s = ParseStored(*kind, row->content, row->revision, before.get()); !s.ok()) {
      return s;
    }
    const std::string left = erase(row->content);
    const schema::Address address = schema::AddressOf(name);
    if (absl::Status s = Relate(*kind, name, before.get(), resource.get()); !s.ok()) return s;
    connection_->Prepare("UpdateResource")
        .Bind(1, address.scope)
        .Bind(2, int64_t{kind->number})
        .Bind(3, address.local)
        .BindBytes(4, left)
        .Bind(5, row->revision)
        .Bind(6, int64_t{row->deleted})
        .Run();
  }
  auto erased = history::Erase(*connection_, name, NewEntry(name, history::kErase, 0), erase);
  if (absl::IsNotFound(erased.status())) return rpc::NotFound(name);
  if (!readable.ok()) return readable;
  connection_->Prepare("ForgetFingerprints")
      .Bind(1, schema::OwnerOf(name))
      .Bind(2, name)
      .BindBytes(3, "")
      .Run();
  return erased;
}

absl::Status Tx::Save(absl::string_view verb, absl::string_view reason, Message* resource) {
  const Kind& kind = KindOf(*resource);
  const std::string name = NameOf(kind, *resource);
  const std::optional<Row> row = Find(kind, name);
  if (!row.has_value()) return rpc::NotFound(name);
  if (row->content == ContentOf(kind, resource)) {
    return ParseStored(kind, row->content, row->revision, resource);
  }
  const std::unique_ptr<Message> before(resource->New());
  if (absl::Status s = ParseStored(kind, row->content, row->revision, before.get()); !s.ok()) {
    return s;
  }
  SetTime(kind.update_time, now_, resource);
  if (absl::Status s = Relate(kind, name, before.get(), resource); !s.ok()) return s;
  return Put(kind, verb, reason, row->revision + 1, false, resource);
}

absl::Status Tx::Delete(Message* resource) {
  const Kind& kind = KindOf(*resource);
  const std::string name = NameOf(kind, *resource);
  const std::optional<Row> row = Find(kind, name);
  if (!row.has_value()) return rpc::NotFound(name);
  if (absl::Status s = CheckUnused(kind, name); !s.ok()) return s;
  if (kind.delete_time != nullptr) {
    const std::unique_ptr<Message> before(resource->New());
    before->CopyFrom(*resource);
    SetTime(kind.update_time, now_, resource);
    SetTime(kind.delete_time, now_, resource);
    if (absl::Status s = Relate(kind, name, before.get(), resource); !s.ok()) return s;
    return Put(kind, "DELETE", "", row->revision + 1, false, resource);
  }
  if (absl::Status s = Relate(kind, name, resource, nullptr); !s.ok()) return s;
  const schema::Address address = schema::AddressOf(name);
  connection_->Prepare("DeleteResource")
      .Bind(1, address.scope)
      .Bind(2, int64_t{kind.number})
      .Bind(3, address.local)
      .Run();
  Log(name, "DELETE", "", row->revision + 1, "");
  return absl::OkStatus();
}

absl::Status Tx::Undelete(Message* resource) {
  const Kind& kind = KindOf(*resource);
  const std::string name = NameOf(kind, *resource);
  const std::optional<Row> row = Find(kind, name);
  if (!row.has_value()) return rpc::NotFound(name);
  if (absl::Status s = CheckThere(schema::ParentOf(name), /*live=*/true); !s.ok()) return s;
  const std::unique_ptr<Message> before(resource->New());
  before->CopyFrom(*resource);
  resource->GetReflection()->ClearField(resource, kind.delete_time);
  SetTime(kind.update_time, now_, resource);
  if (absl::Status s = Relate(kind, name, before.get(), resource); !s.ok()) return s;
  return Put(kind, "UNDELETE", "", row->revision + 1, false, resource);
}

// [put]
absl::Status Tx::Put(const Kind& kind, absl::string_view verb, absl::string_view reason,
                     int64_t revision, bool is_new, Message* resource) {
  const std::string name = NameOf(kind, *resource);
  const schema::Address address = schema::AddressOf(name);
  std::string content = ContentOf(kind, resource);
  const bool deleted = IsDeleted(kind, *resource);
  connection_->Prepare(is_new ? "InsertResource" : "UpdateResource")
      .Bind(1, address.scope)
      .Bind(2, int64_t{kind.number})
      .Bind(3, address.local)
      .BindBytes(4, content)
      .Bind(5, revision)
      .Bind(6, int64_t{deleted})
      .Run();
  Log(name, verb, reason, revision, std::move(content));
  resource->GetReflection()->SetString(resource, kind.etag, absl::StrCat(revision));
  return absl::OkStatus();
}
// [/put]

history::Entry Tx::NewEntry(absl::string_view name, absl::string_view verb,
                            int64_t revision) const {
  history::Entry entry;
  entry.owner = std::string(schema::OwnerOf(name));
  entry.resource = std::string(name);
  entry.verb = std::string(verb);
  entry.actor = cause_->actor;
  entry.role = cause_->role;
  entry.request_id = cause_->request_id;
  entry.revision = revision;
  entry.create_time_us = absl::ToUnixMicros(now_);
  return entry;
}

void Tx::Log(absl::string_view name, absl::string_view verb, absl::string_view reason,
             int64_t revision, std::string content) {
  history::Entry entry = NewEntry(name, verb, revision);
  entry.reason = reason.empty() ? cause_->reason : std::string(reason);
  entry.content = std::move(content);
  history::Append(*connection_, &entry);
  written_.push_back(std::move(entry));
}

}  // namespace lotse::resource
