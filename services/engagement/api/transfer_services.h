#pragma once

#include "lotse/engagement/v1alpha/export_job_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/import_job_service.grpc.pb.h"
#include "services/engagement/api/binding.h"
#include "services/engagement/app/transfers.h"

// Files out and in. Each method is bound to its standard method or use case.
namespace lotse::engagement {

class ExportJobService final : public v1alpha::ExportJobService::CallbackService {
 public:
  explicit ExportJobService(const Api* api) : api_(*api) {}

  Reactor* GetExportJob(Context* c, const v1alpha::GetExportJobRequest* q,
                        v1alpha::ExportJob* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListExportJobs(Context* c, const v1alpha::ListExportJobsRequest* q,
                          v1alpha::ListExportJobsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateExportJob(Context* c, const v1alpha::CreateExportJobRequest* q,
                           v1alpha::ExportJob* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CancelExportJob(Context* c, const v1alpha::CancelExportJobRequest* q,
                           v1alpha::ExportJob* r) override {
    return api_.Write(c, q, r, &engagement::CancelExportJob);
  }
  Reactor* DeleteExportJob(Context* c, const v1alpha::DeleteExportJobRequest* q,
                           google::protobuf::Empty* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

class ImportJobService final : public v1alpha::ImportJobService::CallbackService {
 public:
  explicit ImportJobService(const Api* api) : api_(*api) {}

  Reactor* GetImportJob(Context* c, const v1alpha::GetImportJobRequest* q,
                        v1alpha::ImportJob* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListImportJobs(Context* c, const v1alpha::ListImportJobsRequest* q,
                          v1alpha::ListImportJobsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateImportJob(Context* c, const v1alpha::CreateImportJobRequest* q,
                           v1alpha::ImportJob* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CancelImportJob(Context* c, const v1alpha::CancelImportJobRequest* q,
                           v1alpha::ImportJob* r) override {
    return api_.Write(c, q, r, &engagement::CancelImportJob);
  }
  Reactor* DeleteImportJob(Context* c, const v1alpha::DeleteImportJobRequest* q,
                           google::protobuf::Empty* r) override {
    return api_.Run(c, q, r);
  }

 private:
  const Api& api_;
};

}  // namespace lotse::engagement
